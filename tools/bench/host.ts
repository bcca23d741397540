import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { act, actVersion } from "./act.ts";
import type { Bench } from "./bench.ts";
import { contest, limit, type Row, type Sides } from "./host/contest.ts";
import { readWorkflows } from "./host/workflow.ts";
import { table } from "./table.ts";

const bar = 0.95;

/** The repository of the host tests, in a folder of its own. */
function makeRepository(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-bench-"));
  cpSync(join(source, "repository"), folder, { recursive: true });
  cpSync(join(source, "workflows"), join(folder, ".github/workflows"), { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.com", ...args], { cwd: folder });
  git("init", "-q", "-b", "main");
  git("remote", "add", "origin", "https://github.com/acme/shop.git");
  git("add", "-A");
  git("commit", "-qm", "one");
  return folder;
}

function sides(root: string, program: string): Sides {
  const given = ["--secret", "KEY=swordfish", "--var", "REGION=eu"];
  const platforms = ["ubuntu-latest", "x"].flatMap((label) => ["-P", `${label}=-self-hosted`]);
  const at = (file: string) => join(".github/workflows", file);
  return {
    here: (file) => [process.execPath, join(root, "src/cli/main.ts"), "rehearse", "--trust", ...given, at(file)],
    there: (file) => [program, "push", "--pull=false", ...platforms, ...given, "-W", at(file)],
  };
}

/** How long one side took for all of them, its longest, and those that it did not end in time. */
function times(name: string, rows: readonly Row[], side: "here" | "there"): readonly string[] {
  const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const ended = rows.filter((row) => !row[side].stopped).sort((a, b) => b[side].took - a[side].took);
  const all = inSeconds(ended.reduce((sum, row) => sum + row[side].took, 0));
  const [longest] = ended;
  const stopped = rows.filter((row) => row[side].stopped).map(({ file }) => file);
  return [name, all, longest ? `${longest.file} ${inSeconds(longest[side].took)}` : "", stopped.join(", ")];
}

function report(rows: readonly Row[]) {
  const counted = rows.filter(({ there, wanted }) => there.verdict === "passes" && wanted === "passes");
  const same = counted.filter(({ here }) => here.verdict === "passes");
  const share = counted.length === 0 ? 1 : same.length / counted.length;
  const others = rows.filter(({ wanted, there }) => wanted !== there.verdict);
  const both = rows.filter(({ wanted, there }) => wanted === "fails" && there.verdict === "fails");
  const told = others.map(({ file, wanted, there, why }) => [file, wanted, there.verdict, why ?? "not said"]);
  const percent = (share * 100).toFixed(1);
  const took = [times("here", rows, "here"), times(`act ${actVersion}`, rows, "there")];
  const text = [
    `${rows.length} workflows; of the ${counted.length} that act ${actVersion} passes and GitHub would, ${same.length} pass here: ${percent} %`,
    `${others.length} act ends otherwise than GitHub does, ${both.length} fail in both`,
    table(["two at a time", "all that ended", "the longest", `stopped after ${limit / 1000} s`], took),
    `where act ends otherwise than GitHub does, by its documents and its runner's source:\n\n${table(["", "GitHub", "act", "why"], told)}`,
  ];
  const missed = [
    ...rows
      .filter(({ here, wanted }) => here.verdict !== wanted)
      .map(({ file, here }) => `${file} ${here.verdict} here, and should not`),
    ...others
      .filter(({ why }) => why === undefined)
      .map(({ file }) => `${file} says nowhere why act ends otherwise (#- …)`),
    ...(share < bar ? [`${percent} % of what act passes, passes here, not ${bar * 100} %`] : []),
  ];
  return { text: text.join("\n\n"), missed };
}

async function run(root: string) {
  const program = act(root);
  if (program === undefined)
    return { text: "act is not here and could not be built with Go, so nothing is compared", missed: [] };
  const source = join(root, "test/integration/rehearse/host");
  const repository = makeRepository(source);
  try {
    return report(await contest(repository, readWorkflows(join(source, "workflows")), sides(root, program)));
  } finally {
    rmSync(repository, { recursive: true, force: true });
  }
}

export const bench: Bench = { title: "what act in host mode passes, and what of it passes here", run };
