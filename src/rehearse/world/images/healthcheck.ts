import { DockerfileProblem, flagOf, type Instruction } from "./dockerfile/instruction.ts";
import { execForm } from "./dockerfile/words.ts";

/** As Docker keeps it in an image's config, times in nanoseconds. Kubernetes has probes of its own and reads none of it. */
export interface Healthcheck {
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

const units: Readonly<Record<string, number>> = { h: 3600e9, m: 60e9, s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, ns: 1 };

/** `1m30s` in nanoseconds */
function duration(text: string, { line }: Instruction): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text)
    throw new DockerfileProblem(line, `expected a duration like 1m30s, got "${text}"`);
  return parts.reduce((sum, [, amount = "", unit = ""]) => sum + Number(amount) * (units[unit] ?? 0), 0);
}

export function healthcheckOf(instruction: Instruction): Healthcheck {
  const [, kind = "", text = ""] = /^(\S+)\s*(.*)$/s.exec(instruction.text) ?? [];
  if (kind.toUpperCase() === "NONE") return { Test: ["NONE"] };
  if (kind.toUpperCase() !== "CMD" || text === "")
    throw new DockerfileProblem(
      instruction.line,
      `HEALTHCHECK is CMD and a command, or NONE, not "${instruction.text}"`,
    );
  const command = execForm(text);
  const time = <K extends string>(key: K, flag: string) => {
    const given = flagOf(instruction, flag);
    const value = given === undefined ? 0 : duration(given, instruction);
    return value === 0 ? {} : { [key]: value };
  };
  const retries = Number(flagOf(instruction, "retries") ?? 0);
  return {
    Test: command === undefined ? ["CMD-SHELL", text] : ["CMD", ...command],
    ...time("Interval", "interval"),
    ...time("Timeout", "timeout"),
    ...time("StartPeriod", "start-period"),
    ...time("StartInterval", "start-interval"),
    ...(retries > 0 ? { Retries: retries } : {}),
  };
}
