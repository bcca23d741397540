import type { ActionSpec } from "../../src/action/index.ts";

export const spec = {
  name: "audit",
  title: "Audit dependencies and code",
  description: "Looks for known vulnerabilities in npm and Python dependencies, and for unsafe Python code.",
  inputs: {
    folder: { type: "path", description: "The project.", default: ".", exists: "folder" },
    checks: {
      type: "list",
      description: "What to look at; left out: all that the project has files for.",
      options: ["npm", "pip", "bandit"],
      separator: "comma",
    },
    "fail-on": {
      type: "choice",
      description: "The mildest severity that fails the step. What has no severity counts as high.",
      options: ["critical", "high", "medium", "low", "none"],
      default: "high",
    },
    "only-fixable": {
      type: "boolean",
      description: "Fail only on what has a fix; the rest is reported.",
      default: false,
    },
    "include-dev": {
      type: "boolean",
      description: "Look at npm packages that are only needed for development, too.",
      default: false,
    },
    "on-error": {
      type: "choice",
      description: "What an outage does: fail the step, or only warn. The verdict is tool-error either way.",
      options: ["fail", "warn"],
      default: "fail",
    },
    policy: {
      type: "path",
      description: "What is ignored, each with a reason and an end.",
      default: ".tidegate/policy.yml",
    },
    registry: {
      type: "url",
      description: "The npm registry to ask; left out: the one in npm's own configuration.",
      example: "https://npm.example.com",
    },
    osv: {
      type: "choice",
      description: "Ask osv.dev, too: when another source cannot be asked, always, or never.",
      options: ["fallback", "always", "never"],
      default: "fallback",
    },
    "osv-url": { type: "url", description: "Where OSV answers.", default: "https://api.osv.dev" },
    requirements: {
      type: "list",
      description: "Python requirement files, in the folder; left out: `requirements.txt`.",
      example: "requirements.txt",
    },
    exclude: {
      type: "list",
      description: "Folders that bandit leaves out, beside virtual environments and node_modules.",
      example: "tests",
    },
    python: { type: "string", description: "The Python to run, 3.10 or later.", default: "python3" },
    "report-folder": {
      type: "path",
      description: "Where the reports go; left out: a folder that goes away with the job.",
      within: "anywhere",
    },
  },
  outputs: {
    verdict: {
      type: "choice",
      options: ["ok", "findings", "tool-error"],
      description: "Nothing that fails, something, or: it could not look.",
    },
    error: { type: "string", description: "With tool-error: what broke, by its code in the table of failures." },
    critical: { type: "integer", description: "Findings of this severity, without the ignored." },
    high: { type: "integer", description: "The same for high." },
    medium: { type: "integer", description: "The same for medium." },
    low: { type: "integer", description: "The same for low." },
    unknown: { type: "integer", description: "Findings whose severity nobody states." },
    fixable: { type: "integer", description: "Findings that have a fix." },
    ignored: { type: "integer", description: "Findings that the policy ignores." },
    report: { type: "path", description: "All of it, as JSON." },
    sarif: { type: "path", description: "The findings as SARIF, for GitHub's code scanning." },
  },
  permissions: [],
  errors: {
    "no-project": {
      meaning: "The folder holds nothing to look at.",
      hint: "Set `folder` to where package-lock.json or requirements.txt lies.",
    },
    "bad-lock": {
      meaning: "The npm lock file cannot be read.",
      hint: "Run `npm install` with npm 7 or later, and commit package-lock.json.",
    },
    "no-python": {
      meaning: "There is no Python that fits.",
      hint: "Add actions/setup-python before this step, with 3.10 or later, or set `python`.",
    },
    outage: {
      meaning: "Not everything could be looked at.",
      hint: "Run the job again. `on-error: warn` lets the job go on; the verdict stays tool-error.",
    },
  },
  runs: { using: "node24" },
  branding: { icon: "shield", color: "blue" },
  docs: "https://github.com/tidegate/tidegate/blob/main/actions/audit/README.md",
} as const satisfies ActionSpec;
