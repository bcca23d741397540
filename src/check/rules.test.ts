import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project } from "./project.ts";
import { rules } from "./rules.ts";
import { checkWorkflow } from "./run.ts";

const folder = join(import.meta.dirname, "../../docs/rules");

interface Block {
  readonly heading: string;
  readonly info: string;
  readonly text: string;
}

/** The fenced blocks of a page under their headings. `repeat=N` writes the last line N times. */
function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^## (.+)\n\n```yaml(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, heading = "", info = "", text = ""]) => {
      const times = Number(/repeat=(\d+)/.exec(info)?.[1] ?? 1);
      const last = text.trimEnd().split("\n").at(-1) ?? "";
      return { heading, info, text: text + `${last}\n`.repeat(times - 1) };
    },
  );
}

function examples(code: string) {
  const blocks = blocksOf(readFileSync(join(folder, `${code}.md`), "utf8"));
  const files = new Map(
    blocks.flatMap(({ info, text }) =>
      info.includes("file=") ? [[/file=(\S+)/.exec(info)?.[1] ?? "", text] as const] : [],
    ),
  );
  const check = (heading: string) => {
    const block = blocks.find((each) => each.heading === heading);
    if (block === undefined) throw new Error(`docs/rules/${code}.md has no yaml under "## ${heading}"`);
    const most = /longest-chain=(\d+)/.exec(block.info)?.[1];
    const around = project((path) => files.get(path), most === undefined ? {} : { longestChain: Number(most) });
    return checkWorkflow(".github/workflows/ci.yml", block.text, { project: around });
  };
  return { bad: check("Bad"), good: check("Good") };
}

describe("every rule has a page, and its examples are what it says", () => {
  it("pages and rules are the same set, in order of their codes", () => {
    const pages = readdirSync(folder)
      .filter((name) => name !== "README.md")
      .map((name) => name.replace(/\.md$/, ""));
    expect(rules.map(({ code }) => code)).toEqual(pages.sort());
  });

  it.each(rules.map(({ code }) => code))("%s", (code) => {
    const { bad, good } = examples(code);
    expect(bad.map((finding) => finding.code)).toContain(code);
    expect(good.filter((finding) => finding.code === code || finding.severity === "error")).toEqual([]);
  });

  it("the list of rules names each with its severity and sentence", () => {
    const list = readFileSync(join(folder, "README.md"), "utf8");
    for (const { code, severity, summary } of rules)
      expect(list).toContain(`| [${code}](${code}.md) | ${severity} | ${summary} |`);
  });
});
