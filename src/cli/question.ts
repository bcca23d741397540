import type * as Prompts from "@clack/prompts";

/** Puts one question with what it is given, and leaves it when the signal comes. */
type Question<T> = (prompts: typeof Prompts, signal: AbortSignal) => Promise<T | symbol>;

/** Nothing where a question stays without an answer: Ctrl-C, Ctrl-D, a terminal that has gone, or nobody needs one any more. */
export async function answerTo<T extends string | boolean>(
  question: Question<T>,
  needless?: AbortSignal,
): Promise<T | undefined> {
  const prompts = await import("@clack/prompts");
  // it ends the line that is read; left alone, that would end the program without a word
  prompts.updateSettings({ aliases: { "\u0004": "cancel" } });
  // some terminals do not say how wide they are, and each sign would get a line of its own
  process.stdout.columns ||= 80;
  const left = new AbortController();
  const leave = () => left.abort();
  if (needless?.aborted) return undefined;
  needless?.addEventListener("abort", leave);
  process.stdin.on("end", leave).on("error", leave);
  try {
    const answer = await question(prompts, left.signal);
    return typeof answer === "symbol" ? undefined : answer;
  } finally {
    needless?.removeEventListener("abort", leave);
    process.stdin.off("end", leave).off("error", leave);
  }
}
