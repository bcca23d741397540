import type { Contexts } from "../expression/value.ts";
import type { RawConcurrency } from "../plan/plan.ts";
import { concurrencyOf } from "../schedule/decide.ts";
import type { Played } from "./played.ts";

/** The group that a workflow asks for, or why GitHub refuses it. */
export function wantedBy(raw: RawConcurrency | undefined, contexts: Contexts): Pick<Played, "concurrency"> {
  if (raw === undefined) return {};
  try {
    return { concurrency: concurrencyOf(raw, { contexts, functions: [] }) };
  } catch (cause) {
    return { concurrency: { refused: cause instanceof Error ? cause.message : String(cause) } };
  }
}
