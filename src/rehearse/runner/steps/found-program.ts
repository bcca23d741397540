import { statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { Program } from "./process.ts";

function isProgram(path: string): boolean {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && (found.mode & 0o111) !== 0;
  } catch {
    // a folder that may not be looked into
    return false;
  }
}

/** With the path of the program that PATH finds, as the runner starts it; as it is where that is left to the shell. */
export function withFoundProgram<P extends Program>(program: P): P {
  const { command, env } = program;
  if (command.includes("/")) return program;
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) return program;
    const path = join(folder, command);
    if (isProgram(path)) return { ...program, command: path };
  }
  return program;
}
