import { type Problem, type Reading, report } from "../read/problem.ts";
import type { Node } from "../read/yaml/node.ts";
import { parseYaml } from "../read/yaml/parse.ts";
import type { Project } from "./project.ts";
import type { Source } from "./subject.ts";

/** `.github/workflows/actions.lock`, versions v0.0.2 and v0.0.3 (github.com/github/actions-lockfile). */
export interface Lock {
  readonly source: Source;
  /** For each workflow file its pins, `owner/repo@ref`. */
  readonly workflows: ReadonlyMap<string, readonly string[]>;
  readonly dependencies: ReadonlyMap<string, string>;
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
  const dependencies = new Map<string, string>();
  const wrong = (node: Node, message: string) => report(reading, "unexpected-value", node.at, message);
  for (const { key, value } of entries(root)) {
    if (!topKeys.includes(key.text)) wrong(key, `actions.lock has no key "${key.text}"`);
    if (key.text === "version" && !/^v0\.0\.[123]$/.test(textOf(value)))
      wrong(value, `"${textOf(value)}" is no version of actions.lock that is known; there are v0.0.1 to v0.0.3`);
    if (key.text === "workflows")
      for (const each of entries(value))
        workflows.set(each.key.text, each.value.kind === "sequence" ? each.value.items.map(textOf) : []);
    if (key.text === "dependencies")
      for (const each of entries(value)) dependencies.set(each.key.text, checkEntry(each.key.text, each.value, wrong));
  }
  if (root !== undefined && !entries(root).some(({ key }) => key.text === "version"))
    wrong(root, "actions.lock says no version");
  return { source, workflows, dependencies, mistakes: reading.problems };
}

function checkEntry(pin: string, node: Node, wrong: (node: Node, message: string) => void): string {
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
  return commit;
}

function entries(node: Node | undefined) {
  return node?.kind === "mapping" ? node.entries : [];
}

function textOf(node: Node | undefined): string {
  return node?.kind === "scalar" ? node.text : "";
}
