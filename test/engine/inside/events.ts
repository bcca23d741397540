import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

/** What the supervisor tells: one JSON object a line in a file, which outlives whoever reads it. */
export const eventSchema = v.variant("kind", [
  v.object({ kind: v.literal("serves"), part: v.string(), seconds: v.number() }),
  v.object({ kind: v.literal("ended"), part: v.string(), how: v.string() }),
  v.object({ kind: v.literal("failed"), part: v.string(), why: v.string(), log: v.string() }),
  v.object({ kind: v.literal("ready"), seconds: v.number() }),
]);
export type Event = v.InferOutput<typeof eventSchema>;

const eventsFile = (state: string) => join(state, "events.jsonl");
export const logFile = (state: string, part: string): string => join(state, "logs", `${part}.log`);

export function tell(state: string, event: Event): void {
  appendFileSync(eventsFile(state), `${JSON.stringify(event)}\n`);
}

export function told(state: string): Event[] {
  if (!existsSync(eventsFile(state))) return [];
  const lines = readFileSync(eventsFile(state), "utf8").split("\n").slice(0, -1); // the last one may be half written
  return lines.map((line) => v.parse(eventSchema, JSON.parse(line)));
}
