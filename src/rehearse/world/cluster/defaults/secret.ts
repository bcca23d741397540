import { put } from "../json/path.ts";
import { objectOr, stringsOf } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { fill } from "./fill.ts";

/** `stringData` can only be written: it comes back as `data`, in base64. */
export function secretDefaults(secret: KubeObject): KubeObject {
  const typed = fill(secret, { type: "Opaque" });
  if (typed["stringData"] === undefined) return typed;
  const encoded = Object.entries(stringsOf(typed["stringData"])).map(
    ([key, value]) => [key, Buffer.from(value, "utf8").toString("base64")] as const,
  );
  return put(put(typed, ["stringData"], undefined), ["data"], {
    ...objectOr(typed["data"]),
    ...Object.fromEntries(encoded),
  });
}
