/** A project in a temporary folder, and the command line run in it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Io } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";

/** What sources import instead of the published package. */
export const library = new URL("../../src/index.ts", import.meta.url).href;
export const ownActions = new URL("../../src/bindings/actions/index.ts", import.meta.url).href;

export class TestProject {
  readonly root = mkdtempSync(join(tmpdir(), "tidegate-project-"));
  said: string[] = [];

  put(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** A source with everything imported that the tests use. */
  source(name: string, text: string): void {
    this.put(
      `workflows-src/${name}.ts`,
      `import { call, composite, eq, github, job, pinned, sh, workflow } from "${library}";\nimport { checkout } from "${ownActions}";\nvoid [call, composite, eq, github, job, pinned, sh, workflow, checkout];\n${text}\n`,
    );
  }

  async run(...args: readonly string[]): Promise<number> {
    this.said = [];
    const io: Io = {
      cwd: this.root,
      env: {},
      out: (text) => this.said.push(text),
      err: (text) => this.said.push(`! ${text}`),
      now: () => new Date("2026-11-21T00:00:00Z"),
      fetch: () => Promise.reject(new Error("no network here")),
    };
    return main(args, io);
  }

  end(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
