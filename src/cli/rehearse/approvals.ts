import type { Answer } from "../../rehearse/runner/run/request.ts";
import type { Review } from "../../rehearse/story/event.ts";
import { plain } from "../../rehearse/story/frame.ts";
import { answerTo } from "../question.ts";

/** What an approver is shown: what flowed in, and what the jobs before wrote about it. */
export function reviewLines({ environment, job, deploys, summaries }: Review): readonly string[] {
  const flows = Object.entries(deploys).flatMap(([from, outputs]) =>
    Object.entries(outputs).map(([name, value]) => `  ${from} ${name}: ${plain(value)}`),
  );
  const told = summaries.flatMap(({ job: from, text }) => [
    `  ── ${from}`,
    ...text.split("\n").map((line) => `  ${plain(line)}`),
  ]);
  return [
    `${plain(job)} would deploy to ${environment}:`,
    ...(flows.length > 0 ? flows : ["  (nothing flows in)"]),
    ...told,
  ];
}

export interface Approvals {
  readonly approve: readonly string[];
  readonly reject: readonly string[];
  /** there is somebody at a terminal */
  readonly canAsk: boolean;
  /** nothing real is touched */
  readonly onlyStandIns: boolean;
  /** has the terminal to itself */
  readonly alone: <T>(during: () => Promise<T>) => Promise<T>;
  /** a Ctrl-C at the question ends the rehearsal: the terminal hands it to the question alone */
  readonly cancel: () => void;
}

/** The command line's word first, then somebody's at the terminal; else only what touches nothing real is let through. */
export function answerer(options: Approvals): (review: Review, signal: AbortSignal) => Promise<Answer> {
  let turn: Promise<unknown> = Promise.resolve();
  return async (review, signal) => {
    const { environment } = review;
    if (options.reject.includes(environment)) return { answer: "rejected", by: "option" };
    if (options.approve.includes(environment)) return { answer: "approved", by: "option" };
    if (options.canAsk) {
      // two gates at once are asked for one after the other
      const mine = turn.then(() => options.alone(() => askAtTerminal(review, signal, options)));
      turn = mine.catch(() => {});
      return mine;
    }
    return options.onlyStandIns ? { answer: "approved", by: "only-stand-ins" } : { answer: "waiting", by: "nobody" };
  };
}

async function askAtTerminal(review: Review, signal: AbortSignal, { cancel }: Approvals): Promise<Answer> {
  if (signal.aborted) return { answer: "rejected", by: "terminal" };
  process.stdout.write(`${reviewLines(review).join("\n")}\n`);
  const answer = await answerTo<"approved" | "rejected">(
    (prompts, left) =>
      prompts.select({
        message: `Deploy to ${review.environment}?`,
        options: [
          { value: "approved", label: "Approve" },
          { value: "rejected", label: "Reject" },
        ],
        signal: left,
      }),
    signal,
  );
  if (answer !== undefined) return { answer, by: "terminal" };
  cancel();
  return { answer: "rejected", by: "terminal" };
}
