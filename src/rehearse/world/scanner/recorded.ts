/**
 * What the scanner says in a rehearsal: recorded once, made for this, and about no real package. A report says so itself, in
 * the version it names.
 */
export const recordedVersion = "0.69.3 (recorded for rehearsals: nothing was looked at)";

/** one that every sensible policy refuses */
export const recordedFinding = {
  VulnerabilityID: "REHEARSAL-2026-0001",
  PkgID: "librehearsal@1.0.0",
  PkgName: "librehearsal",
  PkgIdentifier: { PURL: "pkg:deb/debian/librehearsal@1.0.0?arch=amd64&distro=debian-12" },
  InstalledVersion: "1.0.0",
  FixedVersion: "1.0.1",
  Status: "fixed",
  Severity: "CRITICAL",
  Title: "a finding made for this rehearsal, to show how a scan stops a release",
  Description: "No such package exists. The rehearsal was asked for a finding in this service.",
  PrimaryURL: "https://github.com/tidegate/tidegate#rehearsal",
} as const;

export const recordedPackage = {
  ID: "librehearsal@1.0.0",
  Name: "librehearsal",
  Version: "1.0.0",
  Identifier: recordedFinding.PkgIdentifier,
} as const;
