/** actionlint and zizmor, run beside our own rules: what they find is told in our form. */
import { spawnSync } from "node:child_process";
import type { Finding } from "../../check/finding.ts";
import type { Io } from "../io.ts";
import { actionlintFindings } from "./actionlint.ts";
import type { Tool } from "./options.ts";
import { zizmorFindings } from "./zizmor.ts";

export type ToolResult =
  | { readonly kind: "ran"; readonly findings: readonly Finding[] }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly why: string };

interface ToolFacts {
  readonly args: readonly string[];
  /** Exit codes that mean the tool did its work, whatever it found. */
  readonly worked: (code: number) => boolean;
  readonly findings: (output: string) => readonly Finding[];
}

const facts: Readonly<Record<Tool, ToolFacts>> = {
  actionlint: {
    args: ["-no-color", "-format", "{{json .}}"],
    worked: (code) => code === 0 || code === 1,
    findings: actionlintFindings,
  },
  zizmor: {
    args: ["--format", "json", "--no-progress", "--offline"],
    worked: (code) => code === 0 || (code >= 10 && code <= 14),
    findings: zizmorFindings,
  },
};

export function runTool(tool: Tool, files: readonly string[], io: Io): ToolResult {
  const { args, worked, findings } = facts[tool];
  const run = spawnSync(tool, [...args, ...files], {
    cwd: io.cwd,
    env: { ...io.env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.error !== undefined) {
    const missing = "code" in run.error && run.error.code === "ENOENT";
    return missing ? { kind: "missing" } : { kind: "failed", why: run.error.message };
  }
  if (run.status === null || !worked(run.status))
    return { kind: "failed", why: run.stderr.trim() || `exit code ${run.status}` };
  try {
    return { kind: "ran", findings: findings(run.stdout) };
  } catch (error) {
    return {
      kind: "failed",
      why: `its output could not be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
