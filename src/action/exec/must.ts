import { kitError } from "../errors/error.ts";
import { endedInWords, type Ran, succeeded } from "./ran.ts";

const lastLines = (text: string, count: number) => text.trimEnd().split(/\r?\n/).slice(-count).join("\n");

/** The result of a program that has to succeed; its last words otherwise: `const { stdout } = must(await exec(…))`. */
export function must(ran: Ran): Ran {
  if (succeeded(ran)) return ran;
  const words = endedInWords(ran);
  if (ran.ended.how === "not-started" && ran.ended.code === "ENOENT") throw kitError("tool-missing", words);
  if (ran.ended.how === "cancelled") throw kitError("cancelled", words);
  const said = lastLines(ran.stderr.trim() === "" ? ran.stdout : ran.stderr, 10);
  throw kitError(ran.ended.how === "timeout" ? "deadline" : "tool-failed", words, said === "" ? {} : { came: said });
}
