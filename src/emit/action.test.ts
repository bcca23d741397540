import { expect, test } from "vitest";
import { parse } from "yaml";
import type { ActionSpec } from "../spec/action.ts";
import { actionManifest } from "./action-manifest.ts";
import { actionContract, contractEnd, contractStart, withContract } from "./action-readme.ts";

const spec = {
  name: "scan-it",
  title: "Scan it",
  description: "Scans: an image, or a folder.",
  inputs: {
    image: { type: "digest", description: "What to scan.", required: true },
    severities: {
      type: "list",
      description: "What fails.",
      options: ["high", "low"],
      separator: "comma",
      default: ["high"],
    },
    timeout: { type: "duration", description: "How long at most.", default: "5m", max: "1h" },
    upload: { type: "boolean", description: "Upload | keep?", default: false },
    token: { type: "secret", description: "For the upload.", default: "${{ github.token }}" },
    old: { type: "string", description: "Was something.", deprecated: "Use `image`." },
  },
  outputs: {
    verdict: { type: "choice", options: ["ok", "findings", "tool-error"], description: "How it ended." },
    report: { type: "path", description: "The report." },
  },
  permissions: [
    { scope: "contents", level: "read", reason: "reads the ignore file" },
    { scope: "security-events", level: "write", reason: "uploads the report", when: { input: "upload", is: true } },
  ],
  errors: { "no-database": { meaning: "The database could not be had.", hint: "Run it again." } },
  runs: { using: "node24", post: true, postIf: "success()" },
  branding: { icon: "shield", color: "green" },
} as const satisfies ActionSpec;

test("action.yml reads as one would write it", () => {
  expect(
    actionManifest(spec, "actions/scan-it/spec.ts", "npm run generate"),
  ).toBe(`# Generated from actions/scan-it/spec.ts. Change that file, then run: npm run generate
name: Scan it
description: "Scans: an image, or a folder."

branding:
  icon: shield
  color: green

inputs:
  image:
    description: What to scan. (sha256:…)
    required: true
  severities:
    description: What fails. (of high, low; one per line, or with commas)
    default: high
  timeout:
    description: How long at most. (for example 90s, 5m, 1h30m; at most 1h)
    default: 5m
  upload:
    description: Upload | keep? (true or false)
    default: "false"
  token:
    description: For the upload.
    default: \${{ github.token }}
  old:
    description: Was something.
    deprecationMessage: Use \`image\`.

outputs:
  verdict:
    description: How it ended.
  report:
    description: The report.

runs:
  using: node24
  main: dist/index.js
  post: dist/index.js
  post-if: success()
`);
});

test("whatever a default holds, it reads back as that text", () => {
  const values = [
    "yes",
    "1.0",
    "a: b",
    "# no comment",
    " x ",
    "line\nline\n",
    "null",
    "'",
    "*",
    "${{ github.sha }}",
    "2026-01-01",
  ];
  for (const value of values) {
    const manifest = actionManifest(
      { ...spec, inputs: { it: { type: "string", description: value, default: value } } },
      "s",
      "c",
    );
    expect(parse(manifest).inputs.it).toEqual({ description: value, default: value });
  }
});

test("the contract says what it is, in tables that no `|` breaks", () => {
  expect(actionContract(spec)).toMatchInlineSnapshot(`
    "### Inputs

    | input | what | default |
    | --- | --- | --- |
    | \`image\` | What to scan. (sha256:…) | **required** |
    | \`severities\` | What fails. (of high, low; one per line, or with commas) | \`high\` |
    | \`timeout\` | How long at most. (for example 90s, 5m, 1h30m; at most 1h) | \`5m\` |
    | \`upload\` | Upload \\| keep? (true or false) | \`false\` |
    | \`token\` | For the upload. | \`\${{ github.token }}\` |
    | \`old\` | ~~Was something.~~ Use \`image\`. |  |

    ### Outputs

    | output | what |
    | --- | --- |
    | \`verdict\` | How it ended. (one of ok, findings, tool-error) |
    | \`report\` | The report. |

    ### Permissions

    | permission | why |
    | --- | --- |
    | \`contents: read\` | reads the ignore file |
    | \`security-events: write\` | uploads the report, when \`upload\` is \`true\` |

    ### Failures

    | code | what happened | what to do |
    | --- | --- | --- |
    | <a id="no-database"></a>\`no-database\` | The database could not be had. | Run it again. |"
  `);
});

test("only what stands between the markers is renewed", () => {
  const readme = `# Scan\n${contractStart}\nold\n${contractEnd}\nend\n`;
  const renewed = withContract(readme, spec) ?? "";
  expect(renewed).toMatch(/^# Scan\n<!-- contract[^\n]*-->\n### Inputs\n/);
  expect(renewed).toMatch(/<!-- \/contract -->\nend\n$/);
  expect(withContract(renewed, spec)).toBe(renewed);
  expect(withContract("# no markers", spec)).toBeUndefined();
});
