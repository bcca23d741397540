import { join } from "node:path";
import type { Stage } from "./stage.ts";

/** A command of the build that this machine can do in the stage's folder instead of inside the image. */
export interface Install {
  readonly command: string;
  readonly args: readonly string[];
  /** in the image */
  readonly folder: string;
  readonly cwd: string;
}

export type RunChoice =
  | { readonly kind: "install"; readonly install: Install }
  | { readonly kind: "not-run"; readonly text: string };

const words = (text: string) => text.trim().split(/\s+/);

/**
 * `npm ci …` and `pip install …` alone are done here: without install scripts, and for Python without anything to
 * compile, so that no code of a package runs. Everything else would need the base image, and is listed as not run.
 */
export function chooseRun(text: string, stage: Stage): RunChoice {
  const [command = "", ...args] = words(text);
  const folder = stage.config.WorkingDir ?? "/";
  const cwd = join(stage.root, folder);
  const plain = !/[|&;<>$`()]/.test(text);
  if (plain && command === "npm" && args[0] === "ci") {
    const safe = args.includes("--ignore-scripts") ? args : [...args, "--ignore-scripts"];
    return { kind: "install", install: { command: "npm", args: [...safe, "--no-audit", "--no-fund"], folder, cwd } };
  }
  const pip = /^(?:python3? -m )?pip3? install /.exec(text.trim());
  if (plain && pip) {
    const rest = words(text.trim().slice(pip[0].length));
    const wheels =
      rest.includes("--only-binary") || rest.some((word) => word.startsWith("--only-binary="))
        ? rest
        : ["--only-binary", ":all:", ...rest];
    // without a folder of its own the packages would land in this machine's Python
    const target = rest.some((word) => word === "--target" || word === "-t" || word.startsWith("--target="))
      ? []
      : ["--target", join(stage.root, sitePackages)];
    return {
      kind: "install",
      install: { command: "python3", args: ["-m", "pip", "install", ...target, ...wheels], folder, cwd },
    };
  }
  return { kind: "not-run", text: text.trim() };
}

/** where packages go that a Dockerfile installs for its whole Python */
export const sitePackages = "usr/local/lib/python3/site-packages";
