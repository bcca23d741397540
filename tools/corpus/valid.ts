import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../src/check/project.ts";
import { checkWorkflow } from "../../src/check/run.ts";
import type { CorpusKind } from "./kind.ts";

/** Workflows that are right: no finding of severity error on any of them. */
export const valid: CorpusKind = {
  about: "workflows that are right",
  run: (folder) =>
    readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => {
        const findings = checkWorkflow(name, readFileSync(join(folder, name), "utf8"), {
          project: project(() => undefined),
        });
        const errors = findings.filter(({ severity }) => severity === "error");
        return {
          name,
          passed: errors.length === 0,
          detail: errors.map(({ line, code, message }) => `${line}: ${message} [${code}]`).join("\n"),
        };
      }),
};
