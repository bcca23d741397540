import { basename, join, relative } from "node:path";
import { asActionError, type Deps } from "../../src/action/index.ts";
import { type Finding, merged } from "./finding.ts";
import { fetchImage } from "./image/fetch.ts";
import { digestOf, layoutTag } from "./image/manifest.ts";
import { fromLayout, fromRegistry } from "./image/source.ts";
import { type Package, readTrivyReport } from "./report/trivy.ts";
import type { Scanned } from "./result.ts";
import type { Target } from "./scanner/argv.ts";
import { createScanner, type Scanner } from "./scanner/scanner.ts";
import { type Inputs, platformsWanted, type Subject } from "./subject.ts";

/** One of Trivy's own reports, kept beside ours. */
export interface RawReport {
  readonly platform: string;
  readonly file: string;
  readonly sha256: string;
}

/** What was seen, and what kept us from seeing the rest. */
export interface Looked {
  readonly scanned: Scanned;
  readonly findings: readonly Finding[];
  readonly packages: readonly Package[];
  readonly seen: number;
  readonly trivyVersion: string | undefined;
  readonly endOfLife: readonly string[];
  readonly reports: readonly RawReport[];
  readonly error: Error | undefined;
}

interface Part {
  readonly platform: string | undefined;
  readonly target: Target;
}

interface Prepared {
  readonly scanned: Scanned;
  readonly parts: readonly Part[];
}

async function prepare(subject: Subject, inputs: Inputs, deps: Deps): Promise<Prepared> {
  const from = (path: string) => relative(deps.runner.workspace, path) || ".";
  if (subject.kind === "folder") {
    const place = from(subject.folder);
    const scanned = { subject: `folder ${place}`, digest: undefined, place, platforms: [] };
    return { scanned, parts: [{ platform: undefined, target: subject }] };
  }
  if (subject.kind === "sbom") {
    const place = from(subject.file);
    const scanned = { subject: `SBOM ${basename(place)}`, digest: undefined, place, platforms: [] };
    return { scanned, parts: [{ platform: undefined, target: subject }] };
  }
  const { name, digest, layout } = subject;
  const source = layout === undefined ? fromRegistry(name, inputs, deps) : fromLayout(layout, deps);
  const image = await fetchImage(digest, platformsWanted(inputs), source, deps);
  const scanned = {
    subject: `${name} (${digest.slice(0, "sha256:".length + 12)})`,
    digest,
    place: name,
    platforms: image.platforms,
  };
  const parts = image.platforms.map((platform): Part => {
    return { platform, target: { kind: "image", layout: image.folder, tag: layoutTag(platform) } };
  });
  return { scanned, parts };
}

/** An outage is no statement about the image; anything else ends the action at once. */
const outages = new Set(["database", "scanner", "network", "deadline", "http", "bad-file"]);

export const isOutage = (thrown: unknown): boolean => outages.has(asActionError(thrown).code);

export const scannerFor = (inputs: Inputs, deps: Deps): Scanner =>
  createScanner({ ...inputs, skipFiles: inputs.skipFiles ?? [], skipFolders: inputs.skipFolders ?? [] }, deps);

/** Looks at each platform in turn, and stops at the first outage, keeping what was seen; the reports go into the folder. */
export async function look(
  subject: Subject,
  inputs: Inputs,
  { scanner, folder }: { readonly scanner: Scanner; readonly folder: string },
  deps: Deps,
): Promise<Looked> {
  const { scanned, parts } = await prepare(subject, inputs, deps);
  const findings: Finding[] = [];
  const packages: Package[] = [];
  const reports: RawReport[] = [];
  const endOfLife = new Set<string>();
  let trivyVersion: string | undefined;
  let error: Error | undefined;
  for (const { platform, target } of parts) {
    const what = `scanning ${scanned.subject}${platform === undefined ? "" : ` for ${platform}`}`;
    try {
      const { text, json } = await scanner.scan(target, what);
      const read = readTrivyReport(json, { platform, isFolder: target.kind === "folder" });
      const file = `trivy${platform === undefined ? "" : `-${layoutTag(platform)}`}.json`;
      await deps.files.write(join(folder, file), text);
      findings.push(...read.findings);
      packages.push(...read.packages);
      reports.push({
        platform: platform ?? "",
        file,
        sha256: digestOf(await deps.files.readBytes(join(folder, file))),
      });
      trivyVersion = read.version;
      if (read.endOfLife !== undefined) endOfLife.add(read.endOfLife);
    } catch (thrown) {
      if (!isOutage(thrown)) throw thrown;
      error = asActionError(thrown);
      break;
    }
  }
  return {
    scanned,
    findings: merged(findings),
    packages,
    seen: reports.length,
    trivyVersion,
    endOfLife: [...endOfLife],
    reports,
    error,
  };
}
