import { join } from "node:path";
import type { RehearsalRequest } from "../../../src/rehearse/request.ts";

/** A push to main of a repository that somebody cloned: everything is a stand-in, and nobody is there to ask. */
export const plainRequest = (repository: string): Omit<RehearsalRequest, "workflow" | "tell" | "signal"> => ({
  repository,
  name: "acme/shop",
  ref: "refs/heads/main",
  event: { name: "push", payload: { ref: "refs/heads/main" } },
  inputs: {},
  vars: { repository: {}, environments: {} },
  secrets: { repository: {}, environments: {} },
  maps: {},
  actions: {},
  skipped: [],
  gated: () => false,
  bootstrap: [],
  ask: async () => ({ answer: "waiting", by: "nobody" }),
  folder: join(repository, ".tidegate/rehearsals/test"),
  env: process.env,
  packages: Promise.resolve({ env: {}, hosts: [], secrets: [] }),
  parts: [],
  node: process.execPath,
  docker: join(import.meta.dirname, "../../../src/rehearse/world/tools/docker/main.ts"),
  startedAt: new Date(0),
  now: () => performance.now(),
});
