import { type Problem, type Reading, report } from "../read/problem.ts";
import type { Node, ScalarNode } from "../read/yaml/node.ts";
import { parseYaml } from "../read/yaml/parse.ts";
import type { Project } from "./project.ts";
import type { Source } from "./subject.ts";

/** `.github/workflows/actions.lock`, versions v0.0.2 and v0.0.3 (github.com/github/actions-lockfile). */
export interface Lock {
  readonly source: Source;
  /** For each workflow file its pins, `owner/repo@ref`. */
  readonly workflows: ReadonlyMap<string, readonly string[]>;
  readonly dependencies: ReadonlyMap<string, { readonly commit: string }>;
  readonly mistakes: readonly Problem[];
}

const read = new WeakMap<Source, Lock>();

export function lockOf(project: Project): Lock | undefined {
  const { lock } = project;
  if (lock === undefined) return undefined;
  const known = read.get(lock) ?? readLock(lock);
  read.set(lock, known);
  return known;
}

const topKeys = ["version", "workflows", "dependencies"];
const entryKeys = ["ref", "commit", "owner_id", "repo_id", "uses", "hostname"];

export function readLock(source: Source): Lock {
  const reading: Reading = { source, problems: [] };
  const root = parseYaml(reading)?.root;
  const workflows = new Map<string, readonly string[]>();
  const dependencies = new Map<string, Dependency>();
  const wrong = (node: Node, message: string) => report(reading, "unexpected-value", node.at, message);
  for (const { key, value } of entries(root)) {
    if (!topKeys.includes(key.text)) wrong(key, `actions.lock has no key "${key.text}"`);
    if (key.text === "version" && !/^v0\.0\.[123]$/.test(textOf(value)))
      wrong(value, `"${textOf(value)}" is no version of actions.lock that is known; there are v0.0.1 to v0.0.3`);
    if (key.text === "workflows")
      for (const each of entries(value)) {
        if (/\.\.|[\\:]|^\//.test(each.key.text))
          wrong(each.key, `"${each.key.text}" is no path from the root of the repository`);
        workflows.set(each.key.text, textsOf(each.value));
      }
    if (key.text === "dependencies")
      for (const { key: pin, value: entry } of entries(value)) {
        if (!/^[a-z0-9-]+\/[a-z0-9._-]+@\S+$/.test(pin.text))
          wrong(pin, `"${pin.text}" is no owner/repo@ref in lower case`);
        dependencies.set(pin.text, { key: pin, ...checkEntry(pin.text, entry, wrong) });
      }
  }
  if (root !== undefined && !entries(root).some(({ key }) => key.text === "version"))
    wrong(root, "actions.lock says no version");
  for (const { key, uses } of dependencies.values())
    for (const used of uses)
      if (!dependencies.has(used)) wrong(key, `"${key.text}" uses "${used}", which actions.lock has no commit for`);
  const round = circle(dependencies);
  const first = dependencies.get(round?.[0] ?? "");
  if (round && first) wrong(first.key, `dependencies use each other in a circle: ${round.join(" → ")}`);
  return { source, workflows, dependencies, mistakes: reading.problems };
}

interface Dependency {
  readonly key: ScalarNode;
  readonly commit: string;
  readonly uses: readonly string[];
}

/** A way round through what dependencies use: `a → b → a`. */
function circle(dependencies: ReadonlyMap<string, Dependency>): readonly string[] | undefined {
  const done = new Set<string>();
  const from = (pin: string, trail: readonly string[]): readonly string[] | undefined => {
    const seen = trail.indexOf(pin);
    if (seen >= 0) return [...trail.slice(seen), pin];
    if (done.has(pin)) return undefined;
    for (const used of dependencies.get(pin)?.uses ?? []) {
      const round = from(used, [...trail, pin]);
      if (round) return round;
    }
    done.add(pin);
    return undefined;
  };
  for (const pin of dependencies.keys()) {
    const round = from(pin, []);
    if (round) return round;
  }
  return undefined;
}

function checkEntry(
  pin: string,
  node: Node,
  wrong: (node: Node, message: string) => void,
): Pick<Dependency, "commit" | "uses"> {
  const found = new Map(entries(node).map(({ key, value }) => [key.text, value]));
  for (const { key } of entries(node))
    if (!entryKeys.includes(key.text)) wrong(key, `a dependency has no key "${key.text}"`);
  for (const name of ["ref", "commit", "owner_id", "repo_id"])
    if (!found.has(name)) wrong(node, `"${pin}" needs "${name}"`);
  const ref = textOf(found.get("ref"));
  const commit = textOf(found.get("commit"));
  const written = pin.split("@")[1] ?? "";
  const isCommit = /^[0-9a-f]{40}$/.test(written);
  if (found.has("commit") && !/^sha1-[0-9a-f]{40}$/.test(commit))
    wrong(node, `the commit of "${pin}" is sha1- and 40 hex digits`);
  else if (isCommit && commit !== `sha1-${written}`) wrong(node, `"${pin}" is locked to another commit than it names`);
  if (found.has("ref") && !isCommit && ref !== written) wrong(node, `"${pin}" is locked to the ref "${ref}"`);
  for (const name of ["owner_id", "repo_id"])
    if (found.has(name) && !/^[1-9]\d*$/.test(textOf(found.get(name))))
      wrong(node, `"${name}" of "${pin}" is a whole number from 1 up`);
  return { commit, uses: textsOf(found.get("uses")) };
}

function entries(node: Node | undefined) {
  return node?.kind === "mapping" ? node.entries : [];
}

const textsOf = (node: Node | undefined): readonly string[] =>
  node?.kind === "sequence" ? node.items.map(textOf) : [];

function textOf(node: Node | undefined): string {
  return node?.kind === "scalar" ? node.text : "";
}
