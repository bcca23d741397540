import { join } from "node:path";
import type { Connection } from "../connect.ts";

/** What `up` and `status` print: what is used, and how one gets at it. */
export function printed(found: Connection, state: string, json: boolean): string {
  if (json) return JSON.stringify(found, null, 2);
  const rows: [string, string][] = [
    ["engine", found.kind === "own" ? "started here" : `borrowed: ${found.context}`],
    ["KUBECONFIG", found.kubeconfig],
    ["registry", found.registry],
    ["DOCKER_HOST", found.dockerHost],
    ["BuildKit", found.buildkit ?? "the one in Docker"],
    ["audit log", found.auditLog ?? "not to be had from a borrowed cluster"],
    ...Object.entries(found.images).map(([name, image]): [string, string] => [`${name} image`, image]),
  ];
  const table = rows.map(([name, value]) => `${name.padEnd(15)} ${value}`).join("\n");
  return `${table}\n\n. ${join(state, "env")}    makes kubectl, docker and buildx of this shell use it`;
}
