import { execFile } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { installed } from "./installed.ts";
import { publish } from "./published.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const example = join(root, "examples/consumer");
const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);

type Ran = Promise<{ readonly stdout: string; readonly stderr: string }>;

/** `examples/consumer` as a repository of somebody's own: the package from npm, and nothing else of this one. */
export interface Consumer {
  readonly project: string;
  /** What GitHub hands out at a release: tracked files without what is left out of archives, and the bundles. */
  readonly published: string;
  /** a program that its dependencies brought */
  readonly bin: (name: string, ...args: readonly string[]) => Ran;
  readonly tidegate: (args: readonly string[], env?: NodeJS.ProcessEnv) => Ran;
  readonly dispose: () => void;
}

/** `change` has its way with the files before they are committed. */
export async function openConsumer(change: (project: string) => void = () => {}): Promise<Consumer> {
  const tools = ["typescript", "@types/node", "@vercel/ncc", "node"].map((name) => `${name}@${devDependencies[name]}`);
  const { project, dispose } = await installed(tools);
  const bin = (name: string, ...args: readonly string[]) =>
    run(join(project, "node_modules/.bin", name), args, { cwd: project });
  const git = (...args: readonly string[]) =>
    run("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: project });
  const published = join(project, "../published");
  try {
    for (const name of readdirSync(example).filter((one) => one !== "package.json" && one !== "node_modules"))
      cpSync(join(example, name), join(project, name), { recursive: true });
    change(project);
    await publish(published);
    await bin("tsc", "-p", "tools/changed");
    await bin("ncc", "build", "tools/changed/build/main.js", "--out", "tools/changed/dist");
    await git("init", "-q", "-b", "main");
    await git("add", "-A");
    await git("commit", "-qm", "Begin with the post");
  } catch (thrown) {
    dispose();
    throw thrown;
  }
  return {
    project,
    published,
    bin,
    tidegate: (args, env = process.env) =>
      run(join(project, "node_modules/.bin/node"), ["node_modules/tidegate/dist/src/cli/main.js", ...args], {
        cwd: project,
        env,
        maxBuffer: 64 * 1024 * 1024,
      }),
    dispose,
  };
}
