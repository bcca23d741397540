import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

export const actVersion = "v0.2.87";

/** act as it is installed, or built from Go's module proxy, whose checksums Go verifies; nothing where there is neither. */
export function act(root: string): string | undefined {
  const folder = join(root, ".tidegate/programs/act", actVersion);
  const own = join(folder, "act");
  if (existsSync(own)) return own;
  if (spawnSync("act", ["--version"], { stdio: "ignore" }).status === 0) return "act";
  mkdirSync(folder, { recursive: true });
  const built = spawnSync("go", ["install", `github.com/nektos/act@${actVersion}`], {
    env: { ...process.env, GOBIN: folder },
    stdio: "ignore",
  });
  return built.status === 0 ? own : undefined;
}
