import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bootstrap } from "../config/index.ts";
import type { World } from "./world/world.ts";

const run = promisify(execFile);

/** A file, a folder of manifests, a kustomization, or what a program of the repository prints. */
export async function applyBootstrap(one: Bootstrap, repository: string, world: World): Promise<void> {
  const options = { cwd: repository, env: { ...world.machine } };
  if (typeof one === "string") {
    const isKustomization = existsSync(join(repository, one, "kustomization.yaml"));
    await run("kubectl", ["apply", "--server-side", isKustomization ? "-k" : "-f", one], options);
    return;
  }
  const [command = "", ...args] = one.printedBy;
  const { stdout } = await run(command, args, options);
  // made, never changed: on a cluster that is there already, new passwords would lock out whoever uses the old ones
  const creating = run("kubectl", ["create", "-f", "-"], options);
  creating.child.stdin?.end(stdout);
  await creating.catch((cause: unknown) => {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    if (said === "" || said.split("\n").some((line) => !line.includes("already exists"))) throw cause;
  });
}
