import { join } from "node:path";
import type { StandIn } from "../runner/actions/manifest.ts";
import { downloadArtifact, uploadArtifact } from "./artifacts.ts";
import { cacheActions } from "./cache.ts";
import { checkout } from "./checkout.ts";
import { setupGo } from "./setup-go.ts";
import { setupJava } from "./setup-java.ts";
import { setupNode } from "./setup-node.ts";
import { setupPython } from "./setup-python.ts";

const nothing = (instead: string, outputs: Readonly<Record<string, string>> = {}): StandIn => ({
  kind: "stand-in",
  instead,
  run: async () => ({ ok: true, outputs }),
});

/** Where a rehearsal keeps what its jobs upload, and what they cache. */
export const artifactsIn = (folder: string): string => join(folder, "artifacts");
export const cachesIn = (folder: string): string => join(folder, "caches");

/** The actions that nearly every workflow uses, done here as a laptop can. */
export function usualStandIns(
  repository: string,
  name: string,
  folder: string,
  /** of other repositories: `owner/name` → folder */
  others: Readonly<Record<string, string>>,
): Readonly<Record<string, StandIn>> {
  const artifacts = artifactsIn(folder);
  return {
    "actions/checkout": checkout({ repository, name, others }),
    "actions/setup-node": setupNode,
    "actions/setup-python": setupPython,
    "actions/setup-go": setupGo,
    "actions/setup-java": setupJava,
    ...cacheActions(cachesIn(folder)),
    "actions/upload-artifact": uploadArtifact(artifacts),
    "actions/download-artifact": downloadArtifact(artifacts),
    "docker/login-action": nothing("needs no login: the registry is on loopback"),
    "docker/setup-buildx-action": nothing("needs no builder", { name: "rehearsal" }),
    "docker/setup-qemu-action": nothing("builds for this machine's platform only"),
  };
}
