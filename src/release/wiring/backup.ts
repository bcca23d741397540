import { type Deps, kitError } from "../../action/index.ts";
import { kubectlRunner } from "../kube/kubectl.ts";
import type { KubeObject } from "../kube/object.ts";
import { readManifests } from "../render/render.ts";

/** One Job, as plain YAML. */
export async function readBackup(path: string, deps: Deps, kubectl: string): Promise<KubeObject> {
  const objects = await readManifests(await deps.files.read(path), kubectlRunner(kubectl, deps.env, deps.signal));
  const [job, ...more] = objects;
  if (job?.kind === "Job" && more.length === 0) return job;
  throw kitError(
    "bad-file",
    `${path}: expected one Job, came ${objects.map(({ kind }) => kind).join(", ") || "nothing"}`,
  );
}
