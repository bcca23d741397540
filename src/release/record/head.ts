import * as v from "valibot";
import { statuses } from "./status.ts";

/**
 * The one object that says which release is live. It changes only by compare-and-swap, and holds every status; the
 * records themselves are written once and never change.
 */
export const entrySchema = v.object({
  id: v.string(),
  order: v.number(),
  kind: v.picklist(["deploy", "rollback"]),
  status: v.picklist(statuses),
  /** When the record was made, and when its status last changed. */
  made: v.string(),
  since: v.string(),
  /** The lease holder it was made under: `owner/repo/RUN/ATTEMPT` or `laptop/USER@HOST/UUID`. */
  holder: v.string(),
  actor: v.string(),
  commit: v.optional(v.string()),
  /** The digest of its bundle, and in how many chunks the record is kept. */
  bundle: v.string(),
  chunks: v.number(),
  undoes: v.optional(v.string()),
  bundleOf: v.optional(v.string()),
  /** Set once it was live; *proven* when its smoke checks had passed. */
  wasLive: v.optional(v.picklist(["proven", "unproven"])),
  cause: v.optional(v.string()),
  irreversible: v.optional(v.string()),
  gate: v.optional(v.string()),
});
export type Entry = Readonly<v.InferOutput<typeof entrySchema>>;

export const holdSchema = v.object({
  release: v.string(),
  commit: v.optional(v.string()),
  reason: v.string(),
  at: v.string(),
  by: v.string(),
});
export type Hold = Readonly<v.InferOutput<typeof holdSchema>>;

export const headSchema = v.object({
  schema: v.literal(1),
  app: v.string(),
  environment: v.string(),
  /** The highest order ever recorded here; never falls, whatever is trimmed. */
  order: v.number(),
  entries: v.array(entrySchema),
  hold: v.optional(holdSchema),
  /** Reasons given by people, newest last: releases of a hold, crossings of an irreversible release. */
  notes: v.array(v.object({ at: v.string(), by: v.string(), text: v.string() })),
});
export type Head = Readonly<Omit<v.InferOutput<typeof headSchema>, "entries" | "notes">> & {
  readonly entries: readonly Entry[];
  readonly notes: readonly { readonly at: string; readonly by: string; readonly text: string }[];
};

export function emptyHead(app: string, environment: string): Head {
  return { schema: 1, app, environment, order: 0, entries: [], notes: [] };
}

export const liveEntry = (head: Head): Entry | undefined => head.entries.find((entry) => entry.status === "live");
export const entryOf = (head: Head, id: string): Entry | undefined => head.entries.find((entry) => entry.id === id);

/** The next free number under this order: ids are `ORDER-NUMBER`, and a trimmed one is never given again. */
export function nextSequence(head: Head, order: number): number {
  const used = head.entries
    .filter((entry) => entry.order === order)
    .map((entry) => Number(entry.id.split("-")[1] ?? 0));
  return Math.max(0, ...used) + 1;
}
