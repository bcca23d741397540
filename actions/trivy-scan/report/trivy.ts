import { kitError, type Severity, severityFrom } from "../../../src/action/index.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
  textsAt,
} from "../../../src/release/json/json.ts";
import type { Finding } from "../finding.ts";

/** A package in what was scanned. */
export interface Package {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string | undefined;
  readonly licenses: readonly string[];
  readonly dependsOn: readonly string[];
}

/** What Trivy says, in our terms. */
export interface TrivyReport {
  readonly artifact: string;
  readonly version: string | undefined;
  readonly findings: readonly Finding[];
  readonly packages: readonly Package[];
  /** `alpine 3.10.2`: a system for which nobody writes advisories any more, so that little is known of what is wrong */
  readonly endOfLife: string | undefined;
}

/** Who the report is about: a platform of an image, or a folder whose files can be named in annotations. */
export interface Subject {
  readonly platform: string | undefined;
  readonly isFolder: boolean;
}

const severityOf = (entry: JsonObject): Severity => severityFrom(textAt(entry, "Severity"));

/** `/image:linux-amd64 (debian 12.1)` → `debian 12.1`; others as they are. */
function targetOf(target: string, artifact: string): string {
  if (artifact === "" || !target.startsWith(artifact)) return target;
  const rest = target.slice(artifact.length).trim();
  return rest.replace(/^\((.*)\)$/, "$1") || target;
}

interface Part {
  readonly target: string;
  readonly file: string | undefined;
  readonly platforms: readonly string[];
}

function vulnerability(entry: JsonObject, part: Part): Finding {
  const fixedIn = textAt(entry, "FixedVersion")?.trim();
  const path = textAt(entry, "PkgPath");
  return {
    kind: "vulnerability",
    id: textAt(entry, "VulnerabilityID") ?? "",
    aliases: textsAt(entry, "VendorIDs"),
    package: textAt(entry, "PkgName"),
    version: textAt(entry, "InstalledVersion"),
    severity: severityOf(entry),
    title: textAt(entry, "Title") ?? textAt(entry, "Description")?.split("\n")[0] ?? "",
    url: textAt(entry, "PrimaryURL"),
    fixedIn: fixedIn === "" ? undefined : fixedIn,
    fixable: fixedIn !== undefined && fixedIn !== "",
    ...part,
    target: path === undefined ? part.target : `${part.target}: ${path}`,
    line: undefined,
  };
}

const secret = (entry: JsonObject, part: Part): Finding => ({
  kind: "secret",
  id: textAt(entry, "RuleID") ?? "",
  aliases: [],
  package: part.target,
  version: undefined,
  severity: severityOf(entry),
  // the match itself is never repeated, masked or not
  title: textAt(entry, "Title") ?? "a secret",
  url: undefined,
  fixedIn: undefined,
  fixable: true,
  ...part,
  line: numberAt(entry, "StartLine"),
});

const misconfiguration = (entry: JsonObject, part: Part): Finding => ({
  kind: "misconfiguration",
  id: textAt(entry, "ID") ?? "",
  aliases: [textAt(entry, "AVDID") ?? []].flat(),
  package: part.target,
  version: undefined,
  severity: severityOf(entry),
  title: textAt(entry, "Message") ?? textAt(entry, "Title") ?? "",
  url: textAt(entry, "PrimaryURL"),
  fixedIn: textAt(entry, "Resolution"),
  fixable: true,
  ...part,
  line: numberAt(entry, "CauseMetadata", "StartLine"),
});

/** Trivy can be asked to list what passed, too. */
const failed = (entry: JsonObject) => !["PASS", "EXCEPTION"].includes(textAt(entry, "Status") ?? "FAIL");

function findingsOf(result: JsonObject, artifact: string, subject: Subject): readonly Finding[] {
  const target = targetOf(textAt(result, "Target") ?? "", artifact);
  const part: Part = {
    target,
    file: subject.isFolder ? target : undefined,
    platforms: subject.platform === undefined ? [] : [subject.platform],
  };
  return [
    ...objectsAt(result, "Vulnerabilities").map((entry) => vulnerability(entry, part)),
    ...objectsAt(result, "Secrets").map((entry) => secret(entry, part)),
    ...objectsAt(result, "Misconfigurations")
      .filter(failed)
      .map((entry) => misconfiguration(entry, part)),
  ];
}

function endOfLifeOf(document: JsonObject): string | undefined {
  const system = objectAt(document, "Metadata", "OS");
  if (system["EOSL"] !== true) return undefined;
  return [textAt(system, "Family"), textAt(system, "Name")].filter((part) => part !== undefined).join(" ");
}

const packagesOf = (result: JsonObject): readonly Package[] =>
  objectsAt(result, "Packages").map((entry) => ({
    id: textAt(entry, "ID") ?? `${textAt(entry, "Name") ?? ""}@${textAt(entry, "Version") ?? ""}`,
    name: textAt(entry, "Name") ?? "",
    version: textAt(entry, "Version") ?? "",
    purl: textAt(entry, "Identifier", "PURL"),
    licenses: textsAt(entry, "Licenses"),
    dependsOn: textsAt(entry, "DependsOn"),
  }));

/** A report of Trivy's, or the error that says what came instead. */
export function readTrivyReport(document: Json, subject: Subject): TrivyReport {
  const schema = numberAt(document, "SchemaVersion");
  if (!isObject(document) || schema !== 2)
    throw kitError("bad-file", "this is no report of Trivy's", {
      expected: "a JSON object with SchemaVersion 2",
      came: schema === undefined ? JSON.stringify(document).slice(0, 200) : `SchemaVersion ${schema}`,
    });
  const artifact = textAt(document, "ArtifactName") ?? "";
  const results = objectsAt(document, "Results");
  return {
    artifact,
    version: textAt(document, "Trivy", "Version"),
    findings: results.flatMap((result) => findingsOf(result, artifact, subject)),
    packages: results.flatMap(packagesOf),
    endOfLife: endOfLifeOf(document),
  };
}
