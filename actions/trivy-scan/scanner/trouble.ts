import { ActionError, type ErrorCodesOf, endedInWords, kitError, plain, type Ran } from "../../../src/action/index.ts";
import type { spec } from "../spec.ts";

type Code = ErrorCodesOf<typeof spec>;

/** Trivy's own last words: `FATAL` lines where there are some, else the end of what it said. */
export function lastWords(stderr: string): string {
  const lines = plain(stderr)
    .split(/\r?\n/)
    .map((line) => line.replace(/^\d{4}-\d\d-\d\dT\S+\s+/, "").trimEnd())
    .filter((line) => line.trim() !== "");
  const fatal = lines.findIndex((line) => /^(FATAL|Error|docker:)/.test(line));
  return (fatal < 0 ? lines.slice(-5) : lines.slice(fatal, fatal + 5)).join("\n");
}

/** Docker's own failure, before Trivy ran: no engine, or Trivy's image cannot be had. */
export const neverRan = ({ ended }: Ran): boolean => ended.how === "exit" && [125, 126, 127].includes(ended.code);

export const couldNotPull = (ran: Ran): boolean =>
  neverRan(ran) &&
  /unable to find image|pull|manifest|denied|toomanyrequests|not found|timeout|no such host|connection/i.test(
    ran.stderr,
  );

/** An image with Java archives needs a second database; Trivy says so in these words. */
export const wantsJavaDatabase = ({ stderr }: Ran): boolean =>
  /skip-java-db-update' cannot be specified on the first run/.test(stderr);

const isAboutDatabase = (stderr: string): boolean =>
  /(DB error|failed to download (vulnerability|Java) DB|OCI artifact error|db-update' cannot be specified)/i.test(
    stderr,
  );

/** The error of a run that gave no report. */
export function scannerError(ran: Ran, doing: "database" | "scan", what: string): ActionError<Code> | ActionError {
  const { ended } = ran;
  if (ended.how === "cancelled") return kitError("cancelled", endedInWords(ran));
  if (ended.how === "not-started") return kitError("tool-missing", endedInWords(ran));
  const came = lastWords(ran.stderr);
  const details = came === "" ? {} : { came };
  if (ended.how === "timeout") return kitError("deadline", `${what} took longer than ${ended.after / 1000} s`, details);
  if (neverRan(ran)) return new ActionError("scanner", `${what}: docker could not start Trivy`, details);
  if (doing === "database" || isAboutDatabase(ran.stderr))
    return new ActionError("database", `${what} failed`, details);
  return new ActionError(
    "scanner",
    `${what} failed: Trivy ended with ${endedInWords(ran).replace(/^docker /, "")}`,
    details,
  );
}
