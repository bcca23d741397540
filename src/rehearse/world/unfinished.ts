import * as v from "valibot";
import { at } from "./cluster/json/path.ts";
import type { KubeObject } from "./cluster/object.ts";
import type { Note } from "./notes.ts";

const Head = v.object({
  app: v.string(),
  environment: v.string(),
  entries: v.array(v.object({ id: v.string(), status: v.string() })),
});

function headOf(object: KubeObject): v.InferOutput<typeof Head> | undefined {
  const text = at(object, "data", "head");
  if (!object.metadata.name.endsWith("-head") || typeof text !== "string") return undefined;
  try {
    const read = v.safeParse(Head, JSON.parse(text));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

/** Releases that somebody began and nobody ended: their runner was lost, or they were cancelled. */
export function unfinished(configMaps: readonly KubeObject[]): readonly Note[] {
  return configMaps.flatMap((object) => {
    const head = headOf(object);
    return (head?.entries ?? [])
      .filter(({ status }) => status === "pending" || status === "applied")
      .map(({ id, status }) => ({
        about: head?.environment ?? "",
        text: `release ${id} of ${head?.app} was begun and not ended (${status}): the job's next attempt goes on with it, and so does \`tidegate release resume ${id}\`; another deploy waits until its lease has run out`,
      }));
  });
}
