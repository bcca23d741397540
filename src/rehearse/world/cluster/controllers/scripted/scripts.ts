import * as v from "valibot";
import type { ContainerScript, Script } from "./script.ts";

/** The first script that has an answer. */
export const firstOf =
  (...scripts: readonly Script[]): Script =>
  (container) => {
    for (const script of scripts) {
      const said = script(container);
      if (said !== undefined) return said;
    }
    return undefined;
  };

/** By the image's exact name, or by its repository (`shop/web` for `registry:5000/shop/web@sha256:…`). */
export const byImage =
  (scripts: Readonly<Record<string, ContainerScript>>): Script =>
  ({ image }) =>
    scripts[image] ?? scripts[repositoryOf(image)];

/** `127.0.0.1:5000/shop/web:1@sha256:…` in → `shop/web` out. */
export function repositoryOf(image: string): string {
  const [named = ""] = image.split("@");
  const parts = named.split("/");
  const host = parts[0] ?? "";
  const path = parts.length > 1 && /[.:]|^localhost$/.test(host) ? parts.slice(1) : parts;
  return path.join("/").replace(/:[^:/]*$/, "");
}

export const byLabel =
  (key: string, scripts: Readonly<Record<string, ContainerScript>>): Script =>
  ({ labels }) =>
    scripts[labels[key] ?? ""];

/** Where a pod says itself how its containers behave, as JSON: for tests that have nothing but the API. */
export const scriptAnnotation = "tidegate.github.io/script";

const line = v.union([v.string(), v.object({ after: v.number(), text: v.string() })]);
const moment = v.union([v.number(), v.literal("never")]);
const annotated = v.strictObject({
  pull: v.optional(v.picklist(["ok", "not-found", "timeout"])),
  pullTakes: v.optional(v.number()),
  logs: v.optional(v.array(line)),
  readyAfter: v.optional(moment),
  startedAfter: v.optional(moment),
  sickAfter: v.optional(v.number()),
  probeOutput: v.optional(v.string()),
  exit: v.optional(
    v.strictObject({ code: v.number(), after: v.optional(v.number()), reason: v.optional(v.literal("OOMKilled")) }),
  ),
  stopTakes: v.optional(v.number()),
  stopCode: v.optional(v.number()),
});

/** One script for every container, or one for each by name: `{"web": {"exit": {"code": 3}}}`. */
export const byAnnotation: Script = ({ annotations, name, pod }) => {
  const text = annotations[scriptAnnotation];
  if (text === undefined) return undefined;
  const read = v.safeParse(v.union([annotated, v.record(v.string(), annotated)]), JSON.parse(text));
  if (!read.success)
    throw new Error(
      `annotation ${scriptAnnotation} of pod ${pod.metadata.name} is no script: ${v.summarize(read.issues)} It may have ${Object.keys(annotated.entries).join(", ")}`,
    );
  const whole = v.safeParse(annotated, read.output);
  const found = whole.success ? whole.output : v.parse(v.record(v.string(), annotated), read.output)[name];
  return found === undefined ? undefined : defined(found);
};

/** Without the keys that are undefined, which the types tell apart from absent ones. */
function defined(found: v.InferOutput<typeof annotated>): ContainerScript {
  const { exit, ...rest } = found;
  const script: Record<string, unknown> = { ...rest };
  for (const key of Object.keys(script)) if (script[key] === undefined) delete script[key];
  return {
    ...script,
    ...(exit === undefined
      ? {}
      : {
          exit: {
            code: exit.code,
            ...(exit.after === undefined ? {} : { after: exit.after }),
            ...(exit.reason === undefined ? {} : { reason: exit.reason }),
          },
        }),
  };
}
