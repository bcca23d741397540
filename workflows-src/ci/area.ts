/** The parts of this repository whose checks a change may leave out, by what a path begins with. */
import config from "../../tidegate.config.ts";

export type Area = keyof typeof config.services | "manifests" | "monitoring";

const { frontend, "product-api": productApi, "order-api": orderApi } = config.services;

/** A file that is in none of them may concern every one: the library is what the checks themselves are made of. */
export const areas: Readonly<Record<Area, readonly string[]>> = {
  frontend: [`${frontend.path}/`],
  "product-api": [`${productApi.path}/`],
  "order-api": [`${orderApi.path}/`],
  manifests: ["k8s/"],
  monitoring: ["monitoring/", "docs/runbooks/"],
};
