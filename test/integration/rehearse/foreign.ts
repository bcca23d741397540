import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { RehearsalEvent } from "../../../src/rehearse/story/event.ts";

export const main = join(import.meta.dirname, "../../../src/cli/main.ts");

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface StartOptions {
  /** all that was printed so far, whenever there is more */
  readonly onOut?: (out: string) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** a process group of its own, to be signalled as a whole */
  readonly detached?: boolean;
  /** what the command is given to, and what comes before it: a terminal, a pipe into something */
  readonly through?: readonly string[];
}

/** A repository that never heard of tidegate, in a home of its own. */
export class Foreign {
  readonly folder = mkdtempSync(join(tmpdir(), "foreign-"));
  readonly home = mkdtempSync(join(tmpdir(), "home-"));

  constructor(files: Readonly<Record<string, string>>) {
    onTestFinished(() => {
      for (const folder of [this.folder, this.home]) rmSync(folder, { recursive: true, force: true });
    });
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    this.git("init", "-q", "-b", "main");
    this.git("add", "-A");
    this.git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "one");
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", [...args], { cwd: this.folder, encoding: "utf8" });
  }

  get env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, ".config"),
      MY_TOKEN: "of the user",
    };
  }

  /** Starts a rehearsal as somebody would who types it, without a terminal. */
  start(args: readonly string[], { onOut, env = {}, detached = false, through = [] }: StartOptions = {}) {
    const [command = "", ...rest] = [...through, process.execPath, main, "rehearse", ...args];
    const child = spawn(command, rest, {
      cwd: this.folder,
      env: { ...this.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached,
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      onOut?.(out);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, out, err })));
    return { child, ended };
  }

  rehearse(...args: readonly string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  get events(): readonly RehearsalEvent[] {
    const lines = readFileSync(join(this.folder, ".tidegate/rehearsal/events.jsonl"), "utf8").trim().split("\n");
    return lines.map((line): RehearsalEvent => JSON.parse(line));
  }

  /** folders of rehearsals that are still there */
  get left(): readonly string[] {
    return readdirSync(join(this.folder, ".tidegate/rehearsals"));
  }

  /** processes that have this repository's rehearsals in their environment */
  get running(): readonly string[] {
    const named = join(this.folder, ".tidegate/rehearsals");
    return readdirSync("/proc").filter((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(named);
      } catch {
        return false;
      }
    });
  }
}
