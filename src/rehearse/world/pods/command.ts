import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PulledImage } from "./image-store.ts";

export interface ProcessPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** its probes are the image's, which does not run: they pass as long as the process does */
  readonly standIn?: true;
  /** in bytes */
  readonly memoryLimit?: number;
}

export interface ContainerWishes {
  /** `command` and `args` of the pod's spec, which win over the image's */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * An absolute path of the image as one of this machine, where the image (or what is mounted into it) has it:
 * `/app/packages` → `ROOT/app/packages`. Other texts stay as they are.
 */
export function localPaths(text: string, root: string): string {
  return text
    .split(":")
    .map((part) => (part.startsWith("/") && part.length > 1 && existsSync(join(root, part)) ? join(root, part) : part))
    .join(":");
}

/** How a container's process is started on this machine: Kubernetes' rules for command and args, paths moved to the image's folder. */
export function planProcess(
  image: PulledImage,
  root: string,
  wishes: ContainerWishes,
  machine: Readonly<Record<string, string>>,
): ProcessPlan {
  const entrypoint = wishes.command ?? image.entrypoint;
  const rest = wishes.args ?? (wishes.command ? [] : image.command);
  const [command = "", ...args] = [...entrypoint, ...rest].map((word) => localPaths(word, root));
  const own = Object.fromEntries(
    image.env.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  const asked = { ...own, ...wishes.environment };
  const env = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, localPaths(value, root)]));
  // the image's PATH names folders of its base, which this machine stands in for
  const { PATH: _, ...others } = env;
  return { command, args, cwd: join(root, wishes.workingDir ?? image.workingDir), env: { ...machine, ...others } };
}
