import { type Json, numberAt, parseJson, textAt } from "../json/json.ts";
import { asObject, type KubeObject } from "../kube/object.ts";

export type WatchEvent =
  | { readonly type: "set" | "deleted"; readonly object: KubeObject }
  | { readonly type: "bookmark"; readonly version: string }
  | { readonly type: "error"; readonly code: number; readonly message: string };

/** One line of a watch. A line that is no event means the stream is broken: re-list. */
export function readEvent(line: string): WatchEvent {
  let value: Json;
  try {
    value = parseJson(line);
  } catch {
    return { type: "error", code: 0, message: "a broken line" };
  }
  const type = textAt(value, "type");
  if (type === "BOOKMARK")
    return { type: "bookmark", version: textAt(value, "object", "metadata", "resourceVersion") ?? "" };
  if (type === "ERROR")
    return {
      type: "error",
      code: numberAt(value, "object", "code") ?? 0,
      message: textAt(value, "object", "message") ?? "",
    };
  const object =
    typeof value === "object" && value !== null && "object" in value ? asObject(value["object"]) : undefined;
  if (object === undefined) return { type: "error", code: 0, message: "an event without an object" };
  return { type: type === "DELETED" ? "deleted" : "set", object };
}

/** Splits what arrives in pieces into lines; a multi-byte letter may be cut in two. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
}
