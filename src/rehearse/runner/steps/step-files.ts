import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { CommandFiles } from "./command-files.ts";
import { programFile, ReadScript, type ScriptFile } from "./script-file.ts";
import type { Shell } from "./shell.ts";

/**
 * The files of one step, in a folder of their own: its script, and those it gives commands by. A step that said nothing in them and
 * left nothing running hands them to the next one: most do, and new files take longer than `true`.
 */
export class StepFiles {
  readonly commands: CommandFiles;
  readonly #folder: string;
  readonly #scripts = new Map<string, ReadScript>();
  /** three in turn: the shells of the next two steps may be waiting for theirs while one is at work */
  #turn = 0;

  constructor(temp: string) {
    const under = join(temp, "_runner_file_commands");
    mkdirSync(under, { recursive: true });
    this.#folder = mkdtempSync(join(under, "step-"));
    this.commands = new CommandFiles(this.#folder);
  }

  /** The file for the script of the step at hand. */
  script({ extension }: Shell): ScriptFile {
    if (extension === "") return programFile(join(this.#folder, "script"));
    const script = this.nextScript(extension, 1);
    this.#turn += 1;
    return script;
  }

  /** What `script` will answer to the next step, or to that many steps later. */
  nextScript(extension: string, distance: number): ReadScript {
    const name = `script-${(this.#turn + distance) % 3}${extension}`;
    const script = this.#scripts.get(name) ?? new ReadScript(join(this.#folder, name));
    this.#scripts.set(name, script);
    return script;
  }

  end(): void {
    for (const script of this.#scripts.values()) script.end();
  }
}
