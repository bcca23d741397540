import * as v from "valibot";
import { parse } from "yaml";

const options = v.object({
  "include-source": v.optional(v.boolean(), true),
  skip: v.optional(v.array(v.string()), []),
  "max-file-size": v.optional(v.number()),
  "max-files": v.optional(v.number()),
  "max-result-size": v.optional(v.number()),
  "max-nested-reusable-workflows-depth": v.optional(v.number()),
  "permissions-policy": v.optional(v.string()),
  "skip-reusable-workflows": v.optional(v.boolean(), false),
});
export type Options = v.InferOutput<typeof options>;

/** One case of GitHub's reader: options, the workflow, the workflows it calls, and what reading it must give. */
export interface CaseFile {
  readonly options: Options;
  readonly workflow: string;
  readonly called: ReadonlyMap<string, string>;
  readonly expected: unknown;
}

export function readCase(text: string): CaseFile {
  const [head = "", workflow = "", ...rest] = text.split(/^---\r?\n/m);
  const expected: unknown = JSON.parse(rest.pop() ?? "null");
  const called = new Map<string, string>();
  for (let i = 0; i + 1 < rest.length; i += 2) called.set((rest[i] ?? "").trim(), rest[i + 1] ?? "");
  return { options: v.parse(options, parse(head) ?? {}), workflow, called, expected };
}
