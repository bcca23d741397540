import { realpath } from "node:fs/promises";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import { ActionError, type Deps } from "../../../src/action/index.ts";
import type { Checked, Finding } from "../finding.ts";
import { distinct } from "../finding.ts";
import type { Osv } from "../osv/osv.ts";
import { type NpmConfig, npmConfig, npmrcPaths } from "./config.ts";
import { additional, type FindingContext, fromAdvisories, fromOsv, needsVersions } from "./findings.ts";
import { type Inventory, inventory, type Locked, parseLock } from "./lock.ts";
import { type Registry, registryAt } from "./registry.ts";
import { treeOf } from "./tree.ts";
import { trust } from "./trust.ts";

export interface NpmRules {
  readonly folder: string;
  readonly includeDev: boolean;
  readonly registry: URL | undefined;
  readonly osv: { readonly when: "fallback" | "always" | "never"; readonly ask: Osv };
}

/** The lock file of a folder: npm prefers a shrinkwrap, as we do. */
export const lockFileIn = (folder: string, { files }: Deps): string | undefined =>
  ["npm-shrinkwrap.json", "package-lock.json"].map((name) => join(folder, name)).find((path) => files.exists(path));

/** What npm itself would ask where nothing names a registry: only then is npm started. */
async function npmsOwn(folder: string, { exec }: Deps): Promise<URL> {
  const { stdout } = await exec("npm", ["config", "get", "registry"], { cwd: folder, show: "stderr", timeout: 30_000 });
  const said = stdout.trim();
  if (URL.canParse(said)) return new URL(said);
  throw new ActionError(
    "bad-input",
    `npm names no registry (\`npm config get registry\` said "${said}"): give the input \`registry\`, or name one in .npmrc`,
  );
}

/** The folder of the Node on PATH, links followed: npm is at home there. */
async function nodeFolder({ env, files }: Deps): Promise<string | undefined> {
  const found = (env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "node"))
    .find((path) => files.exists(path));
  return found === undefined ? undefined : dirname(await realpath(found));
}

async function configOf({ folder, registry }: NpmRules, deps: Deps): Promise<NpmConfig> {
  const { files, env } = deps;
  const paths = npmrcPaths(folder, env, await nodeFolder(deps)).filter((path) => files.exists(path));
  const texts = await Promise.all(paths.map((path) => files.read(path)));
  const config = npmConfig(texts, env, registry);
  const whole = config.main === undefined ? npmConfig(texts, env, await npmsOwn(folder, deps)) : config;
  if (whole.caFile !== undefined) trust(await files.read(resolve(folder, whole.caFile)));
  return whole;
}

const lineFinder = (text: string) => {
  const lines = text.split("\n");
  return (key: string) => {
    const index = lines.findIndex((line) => line.includes(`${JSON.stringify(key)}: {`));
    return index < 0 ? undefined : index + 1;
  };
};

async function askRegistry(registry: Registry, packages: readonly Locked[], context: FindingContext) {
  const advisories = await registry.advisories(packages);
  const asked = new Map<string, readonly string[]>();
  for (const name of new Set(
    packages.filter((at) => needsVersions(at, advisories.get(at.name) ?? [])).map((at) => at.name),
  ))
    try {
      asked.set(name, await registry.versions(name));
    } catch {
      // which version fixes it stays unknown, and counts as fixable
    }
  return packages.flatMap((at) =>
    fromAdvisories(at, advisories.get(at.name) ?? [], (name) => asked.get(name), context),
  );
}

async function askOsv(osv: Osv, packages: readonly Locked[], context: FindingContext): Promise<readonly Finding[]> {
  const ids = await osv.query("npm", packages);
  const known = await osv.vulnerabilities(ids.flat());
  return packages.flatMap((at, index) =>
    fromOsv(
      at,
      (ids[index] ?? []).flatMap((id) => known.get(id) ?? []),
      context,
    ),
  );
}

/** Packages by the registry they come from: a scope's own registry is asked about its packages, and no other. */
function byRegistry(packages: readonly Locked[], config: NpmConfig): ReadonlyMap<string, readonly Locked[]> {
  const groups = new Map<string, Locked[]>();
  for (const at of packages) {
    const url = config.registryOf(at.name);
    groups.set(url, [...(groups.get(url) ?? []), at]);
  }
  return groups;
}

interface Group {
  /** how many packages somebody could tell about */
  readonly looked: number;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  readonly error: Error | undefined;
}

async function checkGroup(
  url: string,
  packages: readonly Locked[],
  { config, rules, context, deps }: { config: NpmConfig; rules: NpmRules; context: FindingContext; deps: Deps },
): Promise<Group> {
  const { when, ask } = rules.osv;
  // the names in a scope's own registry are nobody else's business
  const mayAskOsv = when !== "never" && url === config.registryOf("any");
  let known: readonly Finding[] = [];
  let failure: Error | undefined;
  try {
    known = await askRegistry(registryAt(url, config, deps), packages, context);
  } catch (thrown) {
    failure = outage(thrown);
  }
  const looked = failure === undefined ? packages.length : 0;
  if (!mayAskOsv || (when === "fallback" && failure === undefined))
    return { findings: known, looked, notes: [], error: failure };
  try {
    const others = await askOsv(ask, packages, context);
    const notes = failure === undefined ? [] : [`${failure.message}; OSV was asked instead`];
    return { findings: [...known, ...additional(known, others)], looked: packages.length, notes, error: undefined };
  } catch (thrown) {
    const notes = failure === undefined ? [] : [`OSV could not be asked either: ${outage(thrown).message}`];
    return { findings: known, looked, notes, error: failure ?? outage(thrown) };
  }
}

/** What may be answered with another source. Being cancelled may not. */
function outage(thrown: unknown): Error {
  if (thrown instanceof ActionError && thrown.code === "cancelled") throw thrown;
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function notesOf({ devLeftOut, foreign }: Inventory): readonly string[] {
  return [
    ...(devLeftOut > 0
      ? [
          `${devLeftOut === 1 ? "1 development package was" : `${devLeftOut} development packages were`} left out (include-dev)`,
        ]
      : []),
    ...(foreign.length > 0 ? [`not from a registry, so nobody has advisories: ${foreign.join(", ")}`] : []),
  ];
}

/** Asks about every package in the lock file. No npm runs. */
export async function checkNpm(rules: NpmRules, lockFile: string, deps: Deps): Promise<Checked> {
  const text = await deps.files.read(lockFile);
  const shown = relative(deps.runner.workspace, lockFile);
  const lock = parseLock(shown, text);
  const found = inventory(lock, rules.includeDev);
  const context = { tree: treeOf(lock), lockFile: shown, lineOf: lineFinder(text) };
  const config = await configOf(rules, deps);
  const groups: Group[] = [];
  for (const [url, packages] of byRegistry(found.packages, config))
    groups.push(await checkGroup(url, packages, { config, rules, context, deps }));
  const looked = groups.reduce((sum, group) => sum + group.looked, 0);
  return {
    check: "npm",
    looked: looked === 1 ? "1 package" : `${looked} packages`,
    findings: distinct(groups.flatMap(({ findings }) => findings)),
    notes: [...groups.flatMap(({ notes }) => notes), ...notesOf(found)],
    error: groups.find(({ error }) => error !== undefined)?.error,
  };
}
