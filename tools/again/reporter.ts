/**
 * Tests that passed only when run again: named at the end, and left in a file for the last lines of CI. A second try keeps one
 * slow moment of a shared machine from stopping everybody; naming it keeps the weakness from being forgotten.
 */
import { rmSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Reporter, TestCase, Vitest } from "vitest/node";

export interface PassedAgain {
  readonly test: string;
  readonly tries: number;
  readonly firstFailure: string;
}

/** The file's name ends so, beside the run's `.json`: what adds up the reports must not take it for one. */
export const passedAgainEnd = ".again";

export default class AgainReporter implements Reporter {
  readonly #found: PassedAgain[] = [];
  #file = "";

  onInit(vitest: Vitest): void {
    const { outputFile } = vitest.config;
    const report = typeof outputFile === "object" ? outputFile["json"] : outputFile;
    this.#file = report === undefined ? "" : resolve(vitest.config.root, report).replace(/\.json$/, passedAgainEnd);
    if (this.#file !== "") rmSync(this.#file, { force: true });
  }

  onTestCaseResult(test: TestCase): void {
    const diagnostic = test.diagnostic();
    if (diagnostic?.flaky !== true) return;
    const firstFailure = test.result().errors?.[0]?.message.split("\n", 1)[0] ?? "(it left no message)";
    const file = relative(test.project.config.root, test.module.moduleId);
    this.#found.push({ test: `${file} > ${test.fullName}`, tries: diagnostic.retryCount + 1, firstFailure });
  }

  onTestRunEnd(): void {
    if (this.#found.length === 0) return;
    for (const { test, firstFailure } of this.#found) console.log(`passed when run again: ${test}: ${firstFailure}`);
    if (this.#file !== "") writeFileSync(this.#file, `${JSON.stringify(this.#found, null, 2)}\n`);
  }
}
