import { lstatSync, readFileSync, writeFileSync } from "node:fs";
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
  /** the same files as the `github` context names them */
  readonly context: Env;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.env = Object.fromEntries(kinds.map((kind) => [files[kind], join(this.#folder, kind)]));
    this.context = Object.fromEntries(
      Object.entries(this.env).map(([name, file]) => [name.replace("GITHUB_", "").toLowerCase(), file]),
    );
    for (const file of Object.values(this.env)) writeFileSync(file, "");
  }

  /** There, and empty: the step said nothing. */
  get isUntouched(): boolean {
    return Object.values(this.env).every((file) => lstatSync(file, { throwIfNoEntry: false })?.size === 0);
  }

  #text(kind: FileKind): string {
    try {
      return readFileSync(join(this.#folder, kind), "utf8");
    } catch {
      // the step removed it: nothing was said
      return "";
    }
  }

  read(): FileCommands {
    const errors: string[] = [];
    const warnings: string[] = [];
    const pairs = (kind: "output" | "env" | "state") => {
      const found = parsePairs(this.#text(kind));
      if (found.error) errors.push(`Unable to process file command '${kind}' successfully: ${found.error}`);
      return found.pairs;
    };
    const allowed = pairs("env").filter(([name]) => {
      if (isBlocked(name))
        warnings.push(`Can't store ${name} in GITHUB_ENV: it would change how every later step runs`);
      return !isBlocked(name);
    });
    let summary = this.#text("summary");
    if (Buffer.byteLength(summary) > largestSummary) {
      warnings.push(
        `the step's summary has ${Buffer.byteLength(summary)} bytes, GitHub takes ${largestSummary}: it is left out`,
      );
      summary = "";
    }
    return {
      outputs: Object.fromEntries(pairs("output")),
      env: Object.fromEntries(allowed),
      state: Object.fromEntries(pairs("state")),
      paths: parsePaths(this.#text("path")),
      summary,
      errors,
      warnings,
    };
  }
}
