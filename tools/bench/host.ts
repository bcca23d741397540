import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { act, actVersion } from "./act.ts";
import type { Bench } from "./bench.ts";
import { table } from "./table.ts";

const bar = 0.95;

type Verdict = "passes" | "fails";

interface Row {
  readonly name: string;
  /** as GitHub ends it, by the workflow's first line */
  readonly wanted: Verdict;
  readonly here: Verdict;
  readonly there: Verdict;
  /** why act ends it otherwise: the line that begins with `#- ` */
  readonly why: string | undefined;
}

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

/** By its exit code; one that does not end in time fails. */
function verdict(command: string, args: readonly string[], cwd: string, home: string): Promise<Verdict> {
  mkdirSync(home, { recursive: true });
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home };
  const options = { cwd, env, timeout: 180_000, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 } as const;
  return new Promise((resolve) => {
    const child = execFile(command, [...args], options, (error) => resolve(error ? "fails" : "passes"));
    child.stdin?.end();
  });
}

const given = ["--secret", "KEY=swordfish", "--var", "REGION=eu"];

async function measure(root: string, repository: string, source: string, program: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const names = readdirSync(join(source, "workflows")).sort();
  const worker = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const file = join(".github/workflows", name);
      const home = join(repository, ".tidegate/homes", name);
      const lines = readFileSync(join(source, "workflows", name), "utf8").split("\n");
      const ours = [join(root, "src/cli/main.ts"), "rehearse", "--trust", ...given, file];
      const platforms = ["ubuntu-latest", "x"].flatMap((label) => ["-P", `${label}=-self-hosted`]);
      const theirs = ["push", "--pull=false", ...platforms, ...given, "-W", file];
      rows.push({
        name: name.replace(/\.yml$/, ""),
        wanted: lines[0] === "# success" ? "passes" : "fails",
        here: await verdict(process.execPath, ours, repository, join(home, "here")),
        there: await verdict(program, theirs, repository, join(home, "there")),
        why: lines.find((line) => line.startsWith("#- "))?.slice(3),
      });
    }
  };
  await Promise.all(cpus().slice(0, 2).map(worker));
  return rows.sort((a, b) => a.name.localeCompare(b.name));
}

function report(rows: readonly Row[]) {
  const counted = rows.filter(({ there, wanted }) => there === "passes" && wanted === "passes");
  const same = counted.filter(({ here }) => here === "passes");
  const share = counted.length === 0 ? 1 : same.length / counted.length;
  const others = rows.filter(({ wanted, there }) => wanted !== there);
  const told = others.map(({ name, wanted, there, why }) => [name, wanted, there, why ?? "not said"]);
  const percent = (share * 100).toFixed(1);
  const text = [
    `${rows.length} workflows; of the ${counted.length} that act ${actVersion} passes and GitHub would, ${same.length} pass here: ${percent} %`,
    `where act ends otherwise than GitHub does, by its documents and its runner's source:\n\n${table(["", "GitHub", "act", "why"], told)}`,
  ];
  const missed = [
    ...rows
      .filter(({ here, wanted }) => here !== wanted)
      .map(({ name, here }) => `${name} ${here} here, and should not`),
    ...others
      .filter(({ why }) => why === undefined)
      .map(({ name }) => `${name} says nowhere why act ends otherwise (#- …)`),
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
    return report(await measure(root, repository, source, program));
  } finally {
    rmSync(repository, { recursive: true, force: true });
  }
}

export const bench: Bench = { title: "what act in host mode passes, and what of it passes here", run };
