import type { Finding } from "../finding.ts";
import { type Result, resultOf } from "../result.ts";

export const finding = (over: Partial<Finding> = {}): Finding => ({
  kind: "vulnerability",
  id: "CVE-1",
  aliases: [],
  package: "openssl",
  version: "1",
  severity: "high",
  title: "bad",
  url: undefined,
  fixedIn: "2",
  fixable: true,
  target: "debian 12.1",
  file: undefined,
  line: undefined,
  platforms: ["linux/amd64"],
  ...over,
});
export const rules = { failOn: "high", onlyFixable: false, baseline: undefined } as const;

const judged = (kept: readonly Finding[]) => ({ kept, ignored: [], expired: [], unused: [] });
const looked = {
  scanned: {
    subject: "shop (sha256:0123)",
    digest: `sha256:${"0".repeat(64)}`,
    place: "ghcr.io/acme/shop",
    platforms: ["linux/amd64", "linux/arm64"],
  },
  packages: [
    {
      id: "openssl@1",
      name: "openssl",
      version: "1",
      purl: "pkg:deb/debian/openssl@1",
      licenses: ["MIT"],
      dependsOn: ["libc@1", "gone@1"],
    },
    { id: "libc@1", name: "libc", version: "1", purl: undefined, licenses: [], dependsOn: [] },
  ],
  seen: 2,
  trivyVersion: "0.69.3",
  endOfLife: [],
  error: undefined,
};

export const result = (kept: readonly Finding[], over: Partial<Result> = {}): Result => ({
  ...resultOf({ ...looked, ...over }, judged(kept), "p.yml", rules),
});
