import { parseArgs } from "node:util";
import { type Severity, severities } from "../../check/finding.ts";
import { rulesPage } from "../../check/report/page.ts";
import { nearest } from "../../check/types/nearest.ts";
import { UsageError } from "../io.ts";

export const formats = ["human", "json", "sarif", "github"] as const;
export const tools = ["actionlint", "zizmor"] as const;
export type Format = (typeof formats)[number];
export type Tool = (typeof tools)[number];

export interface Options {
  readonly files: readonly string[];
  readonly format: Format | undefined;
  readonly severity: Severity;
  readonly with: readonly Tool[];
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** false: the repository's configuration is code, and is not run */
  readonly config: boolean;
}

export const usage = `Usage: tidegate check [FILE…] [OPTIONS]

Reads workflows (all of .github/workflows unless told) and says what GitHub would refuse and what is unwise.
Exit code 1 when something is found, 0 when not. Each rule is explained in ${rulesPage}

  --format FORMAT      ${formats.join(", ")}; human unless it runs on GitHub
  --severity LEVEL     the least that counts: error, warning (the default) or info
  --rule CODE=LEVEL    give a rule another severity, or off; may be repeated. Goes before check.severities of tidegate.config.ts
  --no-config          do not read tidegate.config.ts, which is code: for a repository that you do not trust
  --with TOOLS         also run ${tools.join(" and ")}, if installed, and show their findings at the TypeScript lines

A line is excused by a comment on it or above it: # tidegate: ignore CODE -- REASON`;

/** What is said of a rule that is none. */
export function noRule(code: string, codes: readonly string[]): string {
  const meant = nearest(code, codes);
  return `there is no rule '${code}'; ${meant === undefined ? `${rulesPage} lists them` : `did you mean '${meant}'?`}`;
}

export function optionsOf(args: readonly string[], codes: readonly string[]): Options | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const wrong: string[] = [];
  const choose = <T extends string>(name: string, value: string, of: readonly T[]): T | undefined => {
    const found = of.find((each) => each === value);
    if (found === undefined) wrong.push(`${name} is one of ${of.join(", ")}, not '${value}'`);
    return found;
  };
  const rules: Record<string, Severity | "off"> = {};
  for (const each of values.rule ?? []) {
    const [code = "", level = ""] = each.split("=");
    if (!codes.includes(code)) wrong.push(noRule(code, codes));
    const chosen = choose("--rule CODE=LEVEL: LEVEL", level, [...severities, "off"] as const);
    if (chosen !== undefined) rules[code] = chosen;
  }
  const options: Options = {
    files: positionals,
    format: values.format === undefined ? undefined : choose("--format", values.format, formats),
    severity: choose("--severity", values.severity ?? "warning", severities) ?? "warning",
    with: (values.with ?? "")
      .split(",")
      .filter((name) => name !== "")
      .flatMap((name) => choose("--with", name, tools) ?? []),
    rules,
    config: values["no-config"] !== true,
  };
  if (wrong.length > 0) throw new UsageError(`${wrong.join("\n")}\n\n${usage}`);
  return options;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        severity: { type: "string" },
        rule: { type: "string", multiple: true },
        with: { type: "string" },
        "no-config": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
