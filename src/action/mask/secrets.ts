import type { SecretInput } from "../../spec/input.ts";
import type { JsonValue } from "../../spec/values.ts";
import { parseJson } from "../inputs/json.ts";
import { credentialLines, credentialsIn } from "./credentials.ts";

/** Leaves shorter than this would hide innocent words all over the log. */
export const shortestLeaf = 8;
/** A whole secret is hidden from here on; below it would hide single letters. */
const shortestWhole = 4;

export interface ToMask {
  readonly hide: readonly string[];
  /** sentences about what stays readable, without the values */
  readonly warnings: readonly string[];
}

async function documentIn(text: string, structure: SecretInput["structure"]): Promise<JsonValue | undefined> {
  const json = /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
  if (json?.ok) return json.value;
  if (structure !== "yaml") return undefined;
  // loaded only when a document came: every other action starts without it
  const { load } = await import("js-yaml");
  try {
    const again = parseJson(JSON.stringify(load(text)) ?? "null");
    return again.ok ? again.value : undefined;
  } catch {
    return undefined;
  }
}

/** What to hide of one secret input, before anything else happens. */
export async function toMask(name: string, text: string, structure: SecretInput["structure"]): Promise<ToMask> {
  const document = await documentIn(text, structure);
  if (typeof document !== "object" && !text.includes("\n")) {
    const warnings =
      text.length < shortestLeaf
        ? [`secret ${name} has only ${text.length} characters: it is easy to guess, and parts of the log may be hidden`]
        : [];
    return { hide: text.length >= shortestWhole ? [text] : [], warnings };
  }
  const all = typeof document === "object" && document !== null ? credentialsIn(document) : credentialLines(text);
  const short = all.filter((value) => value.length < shortestLeaf && value !== "");
  return {
    hide: all.filter((value) => value.length >= shortestLeaf),
    warnings:
      short.length > 0
        ? [
            `secret ${name} holds ${short.length === 1 ? "a credential" : `${short.length} credentials`} of fewer than ${shortestLeaf} characters, which cannot be hidden: use longer ones`,
          ]
        : [],
  };
}
