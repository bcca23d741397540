import type { Io } from "../io.ts";
import { UsageError } from "../io.ts";
import { answerTo } from "../question.ts";
import type { Called } from "./options.ts";

/** Asks before anything is written. Without a terminal nobody can answer, so --yes must be given. */
export async function agreed({ options }: Called, question: string, io: Io): Promise<boolean> {
  if (options.yes === true || options["dry-run"] === true) return true;
  if (process.stdin.isTTY !== true)
    throw new UsageError(`${question}\nthere is no terminal to ask at: give --yes if it is meant`);
  const answer = await answerTo<boolean>(({ confirm }, signal) =>
    confirm({ message: question, initialValue: false, signal }),
  );
  if (answer === true) return true;
  io.err("nothing was changed");
  return false;
}

/** What has no plan to show must not take `--dry-run` for leave to write. */
export function noDryRun({ subcommand, options }: Called): void {
  if (options["dry-run"] === true) throw new UsageError(`${subcommand}: there is no --dry-run of it`);
}
