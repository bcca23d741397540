import { type Data, literalOf, type RunnerJob, soleExpression, type Text } from "../subject.ts";

export type Platform = "linux" | "macos" | "windows";

/** The images GitHub hosts (docs.github.com, "GitHub-hosted runners reference"), and those it took away. */
export const hosted: Readonly<Record<string, Platform>> = {
  "ubuntu-latest": "linux",
  "ubuntu-26.04": "linux",
  "ubuntu-24.04": "linux",
  "ubuntu-22.04": "linux",
  "ubuntu-26.04-arm": "linux",
  "ubuntu-24.04-arm": "linux",
  "ubuntu-22.04-arm": "linux",
  "ubuntu-slim": "linux",
  "ubuntu-latest-4-cores": "linux",
  "ubuntu-latest-8-cores": "linux",
  "ubuntu-latest-16-cores": "linux",
  "windows-latest": "windows",
  "windows-2025": "windows",
  "windows-2025-vs2026": "windows",
  "windows-2022": "windows",
  "windows-11-arm": "windows",
  "windows-latest-8-cores": "windows",
  "macos-latest": "macos",
  "macos-26": "macos",
  "macos-26-xlarge": "macos",
  "macos-26-large": "macos",
  "macos-26-intel": "macos",
  "macos-15": "macos",
  "macos-15-large": "macos",
  "macos-15-xlarge": "macos",
  "macos-15-intel": "macos",
  "macos-14": "macos",
  "macos-14-large": "macos",
  "macos-14-xlarge": "macos",
  "macos-latest-large": "macos",
  "macos-latest-xlarge": "macos",
};

export const removed: ReadonlySet<string> = new Set([
  "ubuntu-20.04",
  "ubuntu-18.04",
  "ubuntu-16.04",
  "windows-2019",
  "windows-2016",
  "macos-13",
  "macos-13-large",
  "macos-13-xlarge",
  "macos-12",
  "macos-12-large",
  "macos-12-xl",
  "macos-12-xlarge",
  "macos-11",
  "macos-11.0",
  "macos-10.15",
  "macos-10",
]);

/** Labels every self-hosted runner has by itself. */
const selfHosted: Readonly<Record<string, Platform | undefined>> = {
  "self-hosted": undefined,
  linux: "linux",
  macos: "macos",
  windows: "windows",
  x64: undefined,
  x86: undefined,
  arm: undefined,
  arm64: undefined,
};

export function platformOf(label: string): Platform | undefined {
  const name = label.toLowerCase();
  return hosted[name] ?? selfHosted[name] ?? (removed.has(name) ? platformOfRemoved(name) : undefined);
}

function platformOfRemoved(name: string): Platform {
  return name.startsWith("ubuntu") ? "linux" : name.startsWith("mac") ? "macos" : "windows";
}

export function isKnownLabel(label: string): boolean {
  const name = label.toLowerCase();
  return name in hosted || name in selfHosted;
}

/** The labels a job may get: what it names, and the matrix values it takes them from. Undefined: not known before it runs. */
export function labelsOf(job: RunnerJob): readonly { readonly label: string; readonly at: Text["at"] }[] | undefined {
  const found: { label: string; at: Text["at"] }[] = [];
  for (const text of job.runsOn?.labels ?? []) {
    const literal = literalOf(text);
    const values = literal === undefined ? matrixValues(job, text) : [{ label: literal, at: text.at }];
    if (values === undefined) return undefined;
    found.push(...values);
  }
  return found;
}

/** `${{ matrix.os }}` → the values of `os`. */
export function matrixValues(
  job: RunnerJob,
  text: Text,
): readonly { readonly label: string; readonly at: Text["at"] }[] | undefined {
  const syntax = soleExpression(text)?.syntax;
  if (
    syntax?.kind !== "index" ||
    syntax.of.kind !== "context" ||
    syntax.of.name.toLowerCase() !== "matrix" ||
    syntax.index.kind !== "literal"
  )
    return undefined;
  const name = String(syntax.index.value).toLowerCase();
  const matrix = job.strategy?.matrix;
  if (matrix === undefined || matrix.expression !== undefined) return undefined;
  const vector = matrix.vectors.find((each) => each.name.value.toLowerCase() === name);
  const data: Data[] = [];
  if (vector !== undefined) {
    if ("parts" in vector.values) return undefined;
    data.push(...vector.values);
  }
  if (matrix.include !== undefined) {
    if ("parts" in matrix.include) return undefined;
    for (const entry of matrix.include) {
      if (entry.kind === "mapping")
        data.push(...entry.entries.filter(({ key }) => key.value.toLowerCase() === name).map(({ value }) => value));
    }
  }
  const flat = data.flatMap((each) => (each.kind === "sequence" ? each.items : [each]));
  const labels = flat.flatMap((each) => {
    const label = each.kind === "scalar" ? literalOf(each.text) : undefined;
    return label === undefined ? [] : [{ label, at: each.at }];
  });
  return labels.length === flat.length ? labels : undefined;
}

/** The systems a job may run on; undefined when that cannot be told. */
export function platformsOf(job: RunnerJob): readonly Platform[] | undefined {
  const labels = labelsOf(job);
  if (labels === undefined) return undefined;
  const platforms = new Set(labels.map(({ label }) => platformOf(label)).filter((platform) => platform !== undefined));
  return platforms.size === 0 ? undefined : [...platforms];
}
