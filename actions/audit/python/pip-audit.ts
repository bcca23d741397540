import { join, relative } from "node:path";
import * as v from "valibot";
import { type Deps, endedInWords, kitError, type Ran } from "../../../src/action/index.ts";
import type { Checked, Finding } from "../finding.ts";
import { distinct } from "../finding.ts";
import type { Osv } from "../osv/osv.ts";
import { type Vulnerability, vulnerabilitySeverity } from "../osv/vulnerability.ts";

const reportSchema = v.object({
  dependencies: v.array(
    v.union([
      v.object({ name: v.string(), skip_reason: v.string() }),
      v.object({
        name: v.string(),
        version: v.string(),
        vulns: v.array(
          v.object({
            id: v.string(),
            fix_versions: v.array(v.string()),
            aliases: v.optional(v.array(v.string()), []),
            description: v.optional(v.nullable(v.string()), ""),
          }),
        ),
      }),
    ]),
  ),
});

type Report = v.InferOutput<typeof reportSchema>;

export interface PipRules {
  readonly program: string;
  readonly folder: string;
  /** relative to the folder */
  readonly requirements: readonly string[];
  readonly osv: { readonly when: "fallback" | "always" | "never"; readonly url: URL; readonly ask: Osv };
}

/** Exit code 1 stands for findings and for its own failures alike: only a report on stdout tells them apart. */
function reportOf(ran: Ran): Report {
  const json = /^\{.*\}$/m.exec(ran.stdout)?.[0];
  const parsed = json === undefined ? undefined : v.safeParse(reportSchema, JSON.parse(json));
  if (parsed?.success) return parsed.output;
  const said = ran.stderr.trim() === "" ? ran.stdout : ran.stderr;
  throw kitError("tool-failed", `pip-audit gave no report: ${endedInWords({ ...ran, command: "pip-audit" })}`, {
    came: said.trim().split("\n").slice(-5).join("\n"),
  });
}

/** Every line pinned with a checksum: then nothing needs resolving, and no pip runs. */
const isLocked = (text: string) => /--hash=/.test(text);

/** What of the kit is needed here. */
export interface PipDeps extends Pick<Deps, "exec" | "signal"> {
  readonly files: Pick<Deps["files"], "read">;
  readonly runner: Pick<Deps["runner"], "workspace">;
}

async function run(rules: PipRules, service: readonly string[], deps: PipDeps): Promise<Report> {
  const { exec, files } = deps;
  const texts = await Promise.all(rules.requirements.map((name) => files.read(join(rules.folder, name))));
  const args = [
    ...rules.requirements.flatMap((name) => ["-r", name]),
    ...(texts.every(isLocked) ? ["--require-hashes", "--disable-pip"] : []),
    ...["--format", "json", "--progress-spinner", "off", "--desc", "on", "--aliases", "on", "--timeout", "30"],
    ...service,
  ];
  return reportOf(await exec(rules.program, args, { cwd: rules.folder, show: "stderr", timeout: 600_000 }));
}

const skippedIn = ({ dependencies }: Report) =>
  dependencies.flatMap((dependency) => ("skip_reason" in dependency ? [dependency] : []));

/** Names compare without case and with `-`, `_` and `.` alike (PEP 503). */
const normal = (name: string) => name.toLowerCase().replace(/[-_.]+/g, "-");

function placeOf(name: string, sources: readonly { readonly file: string; readonly text: string }[]) {
  for (const { file, text } of sources) {
    const index = text.split("\n").findIndex((line) => normal(/^[\w.-]+/.exec(line)?.[0] ?? "") === normal(name));
    if (index >= 0) return { file, line: index + 1 };
  }
  return { file: sources[0]?.file ?? "requirements.txt", line: undefined };
}

/** The lowest fix of several: pip-audit lists one per branch that is still looked after. */
const firstFix = (versions: readonly string[]) => versions[0];

function findingsIn(
  { dependencies }: Report,
  source: string,
  sources: readonly { readonly file: string; readonly text: string }[],
): readonly Finding[] {
  return dependencies.flatMap((dependency) =>
    "skip_reason" in dependency
      ? []
      : dependency.vulns.map(({ id, aliases, fix_versions, description }): Finding => {
          const { name, version } = dependency;
          const fixedIn = firstFix(fix_versions);
          const place = placeOf(name, sources);
          return {
            ...{ check: "pip", source, id, aliases, package: name, version, severity: "unknown", dev: false },
            title: description?.split("\n")[0]?.slice(0, 160) || id,
            url: `https://osv.dev/vulnerability/${id}`,
            path: place.line === undefined ? ["…", name] : [name],
            fixable: fixedIn === undefined ? "no" : "yes",
            fixedIn,
            fix: fixedIn && `${place.file}: ${name}>=${fixedIn}`,
            place,
          };
        }),
  );
}

/** pip-audit knows no severities; OSV does, under any of the names. */
async function rated(
  findings: readonly Finding[],
  rules: PipRules,
): Promise<{ findings: readonly Finding[]; note?: string }> {
  if (findings.length === 0 || rules.osv.when === "never") return { findings };
  try {
    const known = await rules.osv.ask.vulnerabilities(findings.flatMap(({ id, aliases }) => [id, ...ghsa(aliases)]));
    return { findings: findings.map((finding) => ({ ...finding, severity: severityOf(finding, known) })) };
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "cancelled") throw thrown;
    return {
      findings,
      note: `no severities for Python packages: ${thrown instanceof Error ? thrown.message : thrown}`,
    };
  }
}

const ghsa = (names: readonly string[]) => names.filter((name) => name.startsWith("GHSA-"));

function severityOf({ id, aliases }: Finding, known: ReadonlyMap<string, Vulnerability>): Finding["severity"] {
  const rated = [id, ...aliases].flatMap((name) => known.get(name) ?? []).map(vulnerabilitySeverity);
  return rated.find((severity) => severity !== "unknown") ?? "unknown";
}

const osvService = ({ osv }: PipRules) => [
  "--vulnerability-service",
  "osv",
  "--osv-url",
  new URL("/v1/query", osv.url).href,
];

interface Answered {
  readonly report: Report;
  readonly source: string;
  readonly note?: string;
}

/** PyPI first; OSV where PyPI fails or does not know a package, which pip-audit itself would pass over as clean. */
async function ask(rules: PipRules, deps: PipDeps): Promise<Answered> {
  const fallback = async (why: string): Promise<Answered> => ({
    report: await run(rules, osvService(rules), deps),
    source: "pip-audit, OSV",
    note: `${why}; OSV was asked instead`,
  });
  if (rules.osv.when === "always")
    return { report: await run(rules, osvService(rules), deps), source: "pip-audit, OSV" };
  let report: Report;
  try {
    report = await run(rules, [], deps);
  } catch (thrown) {
    if (rules.osv.when === "never" || deps.signal.aborted) throw thrown;
    return fallback(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const skipped = skippedIn(report);
  if (skipped.length === 0 || rules.osv.when === "never") return { report, source: "pip-audit, PyPI" };
  return fallback(`PyPI did not answer about ${skipped.map(({ name }) => name).join(", ")}`);
}

export async function checkPip(rules: PipRules, deps: PipDeps): Promise<Checked> {
  const { report, source, note } = await ask(rules, deps);
  const sources = await Promise.all(
    rules.requirements.map(async (name) => ({
      file: join(relative(deps.runner.workspace, rules.folder), name),
      text: await deps.files.read(join(rules.folder, name)),
    })),
  );
  const skipped = skippedIn(report);
  const { findings, note: unrated } = await rated(distinct(findingsIn(report, source, sources)), rules);
  const count = report.dependencies.length - skipped.length;
  return {
    check: "pip",
    looked: count === 1 ? "1 package" : `${count} packages`,
    findings,
    notes: [note, unrated].flatMap((one) => one ?? []),
    error:
      skipped.length === 0
        ? undefined
        : kitError("tool-failed", `pip-audit could not look at ${skipped.map(({ name }) => name).join(", ")}`, {
            came: skipped.map(({ skip_reason }) => skip_reason).join("\n"),
          }),
  };
}
