import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandFiles } from "./command-files.ts";
import { RewrittenFile } from "./rewritten-file.ts";
import type { Shell } from "./shell.ts";

/**
 * The files of one step, in a folder of their own: its script, and those it gives commands by. A step that said nothing in them and
 * left nothing running hands them to the next one: most do, and new files take longer than `true`.
 */
export class StepFiles {
  readonly commands: CommandFiles;
  readonly #folder: string;
  #script: RewrittenFile | undefined;

  constructor(temp: string) {
    const under = join(temp, "_runner_file_commands");
    mkdirSync(under, { recursive: true });
    this.#folder = mkdtempSync(join(under, "step-"));
    this.commands = new CommandFiles(this.#folder);
  }

  /** Writes the script and says where it is. */
  script({ extension }: Shell, text: string): string {
    const path = join(this.#folder, `script${extension}`);
    // one without may be a program of its own, and none is started that is open for writing
    if (extension !== "" && (this.#script === undefined || this.#script.path === path)) {
      this.#script ??= new RewrittenFile(path, 0o700);
      this.#script.write(text);
    } else writeFileSync(path, text, { mode: 0o700 });
    return path;
  }

  end(): void {
    this.#script?.end();
  }
}
