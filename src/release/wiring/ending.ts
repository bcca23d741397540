import { ActionError, type Ending, findings, ok, toolError } from "../../action/index.ts";
import type { Result } from "../story/result.ts";

/** Where nothing can be said of the release, the code says whether to wait, to go on or to mend what was given. */
const codes: Readonly<Partial<Record<Result["status"], string>>> = {
  busy: "deadline",
  interrupted: "cancelled",
  refused: "bad-input",
};

export function endingOf({ verdict, status, message, next }: Result): Ending {
  if (verdict === "ok") return ok(message);
  if (verdict === "findings") return findings(message);
  return toolError(new ActionError(codes[status] ?? "network", message, next === undefined ? {} : { hint: next }));
}
