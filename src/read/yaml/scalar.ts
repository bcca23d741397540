import { isScalar } from "yaml";
import type { ScalarNode } from "./node.ts";
import { numberText } from "./number.ts";

/** A value with its type, as YAML's core schema gives it, and as the text that GitHub makes of it. */
export function scalarOf(node: unknown, common: Pick<ScalarNode, "at" | "key" | "alias">): ScalarNode {
  const raw: unknown = isScalar(node) ? node.value : null;
  const type = isScalar(node) ? node.type : undefined;
  const style = type?.startsWith("BLOCK") ? "block" : type?.startsWith("QUOTE") ? "quoted" : "plain";
  if (typeof raw === "number") return { kind: "scalar", value: raw, text: numberText(raw), style, ...common };
  if (typeof raw === "boolean") return { kind: "scalar", value: raw, text: String(raw), style, ...common };
  if (typeof raw === "bigint")
    return { kind: "scalar", value: Number(raw), text: numberText(Number(raw)), style, ...common };
  if (raw === null || raw === undefined) return { kind: "scalar", value: null, text: "", style, ...common };
  return { kind: "scalar", value: String(raw), text: String(raw), style, ...common };
}
