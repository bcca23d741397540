import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RehearsalEvent } from "../../../src/rehearse/story/event.ts";

/** beside the suites' own results: what the summary of a run links to */
const kept = join(import.meta.dirname, "../../../test-results/rehearsals");

/** What the last rehearsal in a repository told, its report kept for whoever reads the results. */
export function told(repository: string, name: string): readonly RehearsalEvent[] {
  const last = join(repository, ".tidegate/rehearsal");
  rmSync(join(kept, name), { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  cpSync(last, join(kept, name), { recursive: true });
  const file = join(last, "events.jsonl");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): RehearsalEvent => JSON.parse(line));
}

/** What a step gave. */
export function outputOf(events: readonly RehearsalEvent[], leg: string, step: string, name: string): string {
  for (const event of events)
    if (event.kind === "step-ended" && event.leg === leg && event.step === step) return event.outputs[name] ?? "";
  throw new Error(`expected the step ${step} of ${leg} to have ended`);
}
