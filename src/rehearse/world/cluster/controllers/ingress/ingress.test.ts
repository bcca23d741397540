import { expect, test } from "vitest";
import { at } from "../../json/path.ts";
import { namespace, stage } from "../testing/stage.ts";

const type = "ingresses.networking.k8s.io";
const shop = {
  metadata: { name: "shop", namespace },
  spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
};

test.each([
  ["with a controller", "127.0.0.1", [{ ip: "127.0.0.1" }]],
  ["without one", undefined, undefined],
])("%s an Ingress gets its address", (_, ingressAddress, expected) => {
  const here = stage(undefined, ingressAddress === undefined ? {} : { ingressAddress });
  here.store.create(type, shop);
  here.settle();
  expect(at(here.get(type, "shop"), "status", "loadBalancer", "ingress")).toEqual(expected);
});
