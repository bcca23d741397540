import { join, normalize, relative } from "node:path";
import * as v from "valibot";
import { type Deps, endedInWords, kitError, type Ran, severityFrom } from "../../../src/action/index.ts";
import type { Checked, Finding } from "../finding.ts";

const reportSchema = v.object({
  errors: v.array(v.object({ filename: v.string(), reason: v.string() })),
  metrics: v.record(v.string(), v.looseObject({})),
  results: v.array(
    v.object({
      filename: v.string(),
      line_number: v.number(),
      issue_severity: v.string(),
      issue_confidence: v.string(),
      issue_text: v.string(),
      test_id: v.string(),
      test_name: v.string(),
      more_info: v.optional(v.string()),
    }),
  ),
});

export interface BanditRules {
  readonly program: string;
  readonly folder: string;
  readonly exclude: readonly string[];
}

const alwaysExcluded = [".venv", "venv", ".tox", "node_modules", ".git", "build", "dist"];

function reportOf(ran: Ran): v.InferOutput<typeof reportSchema> {
  const start = ran.stdout.indexOf("{");
  let json: unknown;
  try {
    json = start < 0 ? undefined : JSON.parse(ran.stdout.slice(start));
  } catch {
    json = undefined;
  }
  const parsed = v.safeParse(reportSchema, json);
  if (parsed.success) return parsed.output;
  throw kitError("tool-failed", `bandit gave no report: ${endedInWords({ ...ran, command: "bandit" })}`, {
    came: (ran.stderr.trim() === "" ? ran.stdout : ran.stderr).trim().split("\n").slice(-5).join("\n"),
  });
}

/** Unsafe Python code. What bandit could not read is an error, beside what it found in the rest. */
export async function checkBandit({ program, folder, exclude }: BanditRules, deps: Deps): Promise<Checked> {
  const excluded = [...alwaysExcluded, ...exclude].map((name) => `./${normalize(name)}`).join(",");
  const ran = await deps.exec(program, ["--recursive", ".", "--format", "json", "--quiet", "--exclude", excluded], {
    cwd: folder,
    show: "stderr",
    timeout: 600_000,
  });
  const { errors, metrics, results } = reportOf(ran);
  const inWorkspace = (filename: string) => join(relative(deps.runner.workspace, folder), filename);
  const files = Object.keys(metrics).filter((name) => name !== "_totals").length;
  return {
    check: "bandit",
    looked: files === 1 ? "1 file" : `${files} files`,
    notes: [],
    findings: results.map((result): Finding => {
      const file = inWorkspace(result.filename);
      return {
        ...{ check: "bandit", source: "bandit", id: result.test_id, aliases: [result.test_name], package: file },
        ...{ version: undefined, severity: severityFrom(result.issue_severity), dev: false, path: [] },
        title: `${result.issue_text} (confidence: ${result.issue_confidence.toLowerCase()})`,
        url: result.more_info,
        // code has no newer version; a person mends it
        fixable: "unknown",
        fixedIn: undefined,
        fix: undefined,
        place: { file, line: result.line_number },
      };
    }),
    error:
      errors.length === 0
        ? undefined
        : kitError(
            "tool-failed",
            `bandit could not read ${errors.length === 1 ? "1 file" : `${errors.length} files`}`,
            {
              came: errors.map(({ filename, reason }) => `${inWorkspace(filename)}: ${reason}`).join("\n"),
            },
          ),
  };
}
