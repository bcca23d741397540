/** Runs the compiler once over every program that must not compile, and reads what it says. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

export interface Mistake {
  readonly program: string;
  readonly line: number;
  /** what the comment above the line says */
  readonly what: string;
}
export interface Message {
  readonly program: string;
  readonly line: number;
  readonly text: string;
}

/** Every line below a `// ✗ …`: it must not compile. */
export function mistakes(): readonly Mistake[] {
  return readdirSync(join(here, "programs"))
    .sort()
    .flatMap((program) =>
      readFileSync(join(here, "programs", program), "utf8")
        .split("\n")
        .flatMap((line, i) => {
          const what = /^\s*\/\/ ✗ (.+)$/.exec(line)?.[1];
          return what === undefined ? [] : [{ program, line: i + 2, what }];
        }),
    );
}

/** The first line of each of the compiler's messages. */
export function messages(): readonly Message[] {
  const tsc = join(here, "../../node_modules/.bin/tsc");
  const { stdout } = spawnSync(tsc, ["-p", here, "--pretty", "false"], { encoding: "utf8", cwd: here });
  return stdout.split("\n").flatMap((line) => {
    const match = /^(?:.*\/)?([\w.-]+\.ts)\((\d+),\d+\): error (TS\d+: .*)$/.exec(line);
    return match?.[1] && match[3] ? [{ program: match[1], line: Number(match[2]), text: match[3] }] : [];
  });
}
