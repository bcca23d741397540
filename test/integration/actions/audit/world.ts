import { join } from "node:path";
import { bundle } from "../../../../tools/bundle/bundle.ts";

/** The action's bundle, built once for the same sources. */
export const audit = (): Promise<string> => bundle(join(import.meta.dirname, "../../../.."), "actions/audit/main.ts");

/** A lock file as npm writes it: a vulnerable package below another, one for development, a scope, a workspace. */
export const lockFile = JSON.stringify(
  {
    name: "shop",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": {
        name: "shop",
        dependencies: { express: "^4.17.0", lodash: "~4.17.20" },
        devDependencies: { mocha: "^8.0.0" },
        workspaces: ["web"],
      },
      "node_modules/express": {
        version: "4.17.1",
        resolved: "https://npm.example.com/express/-/express-4.17.1.tgz",
        dependencies: { qs: "6.7.0" },
      },
      "node_modules/lodash": { version: "4.17.20", resolved: "https://npm.example.com/lodash/-/lodash-4.17.20.tgz" },
      "node_modules/qs": { version: "6.7.0", resolved: "https://npm.example.com/qs/-/qs-6.7.0.tgz" },
      "node_modules/mocha": {
        version: "8.0.0",
        resolved: "https://npm.example.com/mocha/-/mocha-8.0.0.tgz",
        dev: true,
      },
      "node_modules/web": { resolved: "web", link: true },
      web: { version: "1.0.0" },
    },
  },
  undefined,
  2,
);

/** As the registry's bulk interface answers it. */
export const advisories = {
  lodash: [
    {
      id: 1106913,
      url: "https://github.com/advisories/GHSA-35jh-r3h4-6jhm",
      title: "Command Injection in lodash",
      severity: "high",
      vulnerable_versions: "<4.17.21",
      cwe: ["CWE-77"],
      cvss: { score: 7.2, vectorString: "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H" },
    },
  ],
  qs: [
    {
      id: 1096470,
      url: "https://github.com/advisories/GHSA-hrpp-h998-j3pp",
      title: "qs vulnerable to Prototype Pollution",
      severity: "moderate",
      vulnerable_versions: ">=6.7.0 <6.7.3",
      cwe: ["CWE-1321"],
      cvss: { score: 7.5, vectorString: null },
    },
  ],
};

export const bulk = "POST /-/npm/v1/security/advisories/bulk";

/** What OSV says about the same two. */
export const osvScript = {
  "POST /v1/querybatch": {
    body: { results: [{}, { vulns: [{ id: "GHSA-35jh-r3h4-6jhm", modified: "2026-01-01T00:00:00Z" }] }, {}] },
  },
  "GET /v1/vulns/GHSA-35jh-r3h4-6jhm": {
    body: {
      id: "GHSA-35jh-r3h4-6jhm",
      aliases: ["CVE-2021-23337"],
      summary: "Command Injection in lodash",
      severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H" }],
      database_specific: { severity: "HIGH" },
      affected: [
        {
          package: { ecosystem: "npm", name: "lodash" },
          ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "4.17.21" }] }],
        },
      ],
    },
  },
};
