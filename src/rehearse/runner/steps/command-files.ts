import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parsePairs, parsePaths } from "../commands/command-file.ts";
import { type Env, isBlocked } from "./environment.ts";

const files = {
  output: "GITHUB_OUTPUT",
  env: "GITHUB_ENV",
  state: "GITHUB_STATE",
  path: "GITHUB_PATH",
  summary: "GITHUB_STEP_SUMMARY",
} as const;
type FileKind = keyof typeof files;
const kinds = Object.keys(files) as readonly FileKind[];

const largestSummary = 1024 * 1024;

/** What a step said through its files. */
export interface FileCommands {
  readonly outputs: Env;
  readonly env: Env;
  readonly state: Env;
  readonly paths: readonly string[];
  readonly summary: string;
  /** mistakes that fail the step, and remarks that do not */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** The files a step writes to, made empty before it and read after it, also when it failed. */
export class CommandFiles {
  readonly env: Env;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.env = Object.fromEntries(kinds.map((kind) => [files[kind], join(folder, kind)]));
  }

  static async make(folder: string): Promise<CommandFiles> {
    await mkdir(folder, { recursive: true });
    const made = new CommandFiles(folder);
    for (const kind of kinds) await writeFile(join(folder, kind), "");
    return made;
  }

  async read(): Promise<FileCommands> {
    const text = async (kind: FileKind) => readFile(join(this.#folder, kind), "utf8").catch(() => "");
    const errors: string[] = [];
    const warnings: string[] = [];
    const pairs = async (kind: "output" | "env" | "state") => {
      const found = parsePairs(await text(kind));
      if (found.error) errors.push(`Unable to process file command '${kind}' successfully: ${found.error}`);
      return found.pairs;
    };
    const allowed = (await pairs("env")).filter(([name]) => {
      if (isBlocked(name))
        warnings.push(`Can't store ${name} in GITHUB_ENV: it would change how every later step runs`);
      return !isBlocked(name);
    });
    let summary = await text("summary");
    if (Buffer.byteLength(summary) > largestSummary) {
      warnings.push(
        `the step's summary has ${Buffer.byteLength(summary)} bytes, GitHub takes ${largestSummary}: it is left out`,
      );
      summary = "";
    }
    const commands: FileCommands = {
      outputs: Object.fromEntries(await pairs("output")),
      env: Object.fromEntries(allowed),
      state: Object.fromEntries(await pairs("state")),
      paths: parsePaths(await text("path")),
      summary,
      errors,
      warnings,
    };
    await rm(this.#folder, { recursive: true, force: true });
    return commands;
  }
}
