import { checkAction, isActionFile } from "../../check/action.ts";
import { byPlace, type Finding, severities as levels } from "../../check/finding.ts";
import { project } from "../../check/project.ts";
import { rules } from "../../check/rules.ts";
import { checkWorkflow } from "../../check/run.ts";
import { readConfig } from "../config.ts";
import { type Command, type Io, UsageError } from "../io.ts";
import { readIn, workflowFiles } from "./files.ts";
import { type Format, noRule, type Options, optionsOf, usage } from "./options.ts";
import { repoint } from "./origin.ts";

export const checkCommand: Command = async (args, io) => {
  const codes = rules.map(({ code }) => code);
  const options = optionsOf(args, codes);
  if (options === undefined) {
    io.out(usage);
    return 0;
  }
  const weighing = await weighingOf(options, codes, io);
  const files = workflowFiles(io.cwd, options.files);
  if (files.length === 0) {
    io.err("tidegate check: there are no workflows in .github/workflows: run it where that folder is, or name files");
    return 2;
  }
  const found = [...ownFindings(files, weighing, io), ...(await foreignFindings(files, options, io))];
  const least = levels.indexOf(options.severity);
  const counted = repoint(found.toSorted(byPlace), io.cwd).filter(({ severity }) => levels.indexOf(severity) <= least);
  io.out(await print(counted, files.length, formatOf(options, io), io));
  return counted.length > 0 ? 1 : 0;
};

interface Weighing {
  readonly severities: Options["rules"];
  readonly longestChain?: number;
}

/** What the repository says of the rules, and before it what the command line says. */
async function weighingOf(options: Options, codes: readonly string[], io: Io): Promise<Weighing> {
  const config = options.config ? await readConfig(io.cwd) : undefined;
  const { severities: chosen = {}, ...rest } = config?.check ?? {};
  const unknown = Object.keys(chosen).filter((code) => !codes.includes(code));
  if (unknown.length > 0)
    throw new UsageError(
      `tidegate.config.ts, check.severities: ${unknown.map((code) => noRule(code, codes)).join("; ")}`,
    );
  return { ...rest, severities: { ...chosen, ...options.rules } };
}

function ownFindings(files: readonly string[], { severities, ...settings }: Weighing, io: Io): readonly Finding[] {
  const read = readIn(io.cwd);
  const around = project(read, settings);
  return files.flatMap((file) => {
    const text = read(file) ?? "";
    return isActionFile(file)
      ? checkAction(file, text, around, severities)
      : checkWorkflow(file, text, { project: around, severities });
  });
}

async function foreignFindings(files: readonly string[], options: Options, io: Io): Promise<readonly Finding[]> {
  if (options.with.length === 0) return [];
  const { runTool } = await import("./tools.ts");
  const all: Finding[] = [];
  for (const tool of options.with) {
    const result = runTool(tool, files, io);
    if (result.kind === "missing") io.err(`${tool} is not installed, so only tidegate's own rules were applied`);
    else if (result.kind === "failed") io.err(`${tool} could not do its work: ${result.why}`);
    else all.push(...result.findings);
  }
  return all;
}

function formatOf(options: Options, io: Io): Format {
  return options.format ?? (io.env["GITHUB_ACTIONS"] === "true" ? "github" : "human");
}

async function print(findings: readonly Finding[], files: number, format: Format, io: Io): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../../check/report/json.ts")).json(findings);
    case "sarif":
      return (await import("../../check/report/sarif.ts")).sarif(findings, rules);
    case "github": {
      const { annotations } = await import("../../check/report/annotations.ts");
      const { summary } = await import("../../check/report/human.ts");
      return [annotations(findings), summary(findings, files)].filter((text) => text !== "").join("\n");
    }
    case "human": {
      const { human } = await import("../../check/report/human.ts");
      return human(findings, files, io.tty === true && (io.env["NO_COLOR"] ?? "") === "");
    }
  }
}
