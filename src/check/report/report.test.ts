// biome-ignore-all lint/suspicious/noTemplateCurlyInString: workflows are full of them
import { describe, expect, it } from "vitest";
import type { Finding } from "../finding.ts";
import { rules } from "../rules.ts";
import { annotations } from "./annotations.ts";
import { human } from "./human.ts";
import { json } from "./json.ts";
import { sarif } from "./sarif.ts";

const finding: Finding = {
  code: "script-injection",
  severity: "error",
  message: "100% of it, and more",
  file: ".github/workflows/ci.yml",
  line: 6,
  column: 14,
  endLine: 6,
  endColumn: 24,
  excerpt: "      - run: echo ${{ x }}",
};
const generated: Finding = { ...finding, severity: "info", origin: { file: "workflows-src/ci.ts", line: 12 } };

describe("human", () => {
  it("shows the line with what is meant underlined, and counts", () => {
    expect(human([finding], 2, false).split("\n")).toEqual([
      ".github/workflows/ci.yml:6:14 error: 100% of it, and more [script-injection]",
      "    6 |       - run: echo ${{ x }}",
      "      |              ^^^^^^^^^^",
      "1 error in 2 files",
    ]);
  });

  it("names the TypeScript line of what was generated", () => {
    expect(human([generated], 1, false)).toContain("workflows-src/ci.ts:12 (.github/workflows/ci.yml:6:14) info:");
  });

  it("has colour only when asked", () => {
    expect(human([finding], 1, true)).toContain("\u001b[31m");
    expect(human([finding], 1, false)).not.toContain("\u001b");
    expect(human([], 3, true)).toBe("nothing found in 3 files");
  });
});

describe("annotations", () => {
  it("escapes what would end the command", () => {
    expect(annotations([finding])).toBe(
      "::error file=.github/workflows/ci.yml,line=6,col=14,endColumn=24,title=tidegate%3A script-injection::100%25 of it, and more",
    );
  });

  it("puts what was generated at its source", () => {
    expect(annotations([generated])).toMatch(/^::notice file=workflows-src\/ci\.ts,line=12,title=/);
  });
});

describe("sarif", () => {
  it("is one run with the rules that found something, and those of other tools", () => {
    const foreign = { ...finding, code: "actionlint/glob" };
    const log = JSON.parse(sarif([finding, foreign], rules));
    const [run] = log.runs;
    expect(log.version).toBe("2.1.0");
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual([
      "script-injection",
      "actionlint/glob",
    ]);
    expect(run.results[0]).toMatchObject({
      ruleId: "script-injection",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: ".github/workflows/ci.yml" },
            region: { startLine: 6, startColumn: 14 },
          },
        },
      ],
    });
  });
});

describe("json", () => {
  it("carries everything, and where the rule is explained", () => {
    expect(JSON.parse(json([finding]))).toEqual({
      version: 1,
      findings: [{ ...finding, page: "https://github.com/tidegate/tidegate/blob/main/docs/rules/script-injection.md" }],
    });
  });
});
