import { nearest } from "../check/types/nearest.ts";
import { UsageError } from "./io.ts";

const isUnknown = (error: Error) => "code" in error && error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";

/** What Node says of a call that cannot be read, in one sentence; of a misspelt option, which one was meant. */
export function misread(error: unknown, command: string, options: readonly string[]): UsageError {
  const help = `tidegate ${command} --help tells all of them`;
  if (!(error instanceof Error)) return new UsageError(String(error));
  const [sentence = ""] = error.message.split("\n");
  const name = /'--?([^' ]+)'/.exec(sentence)?.[1];
  if (!isUnknown(error) || name === undefined) return new UsageError(`${sentence}; ${help}`);
  const meant = nearest(name, options);
  const hint = meant === undefined ? help : `did you mean --${meant}?`;
  return new UsageError(`there is no option --${name}; ${hint}`);
}
