import { type Digest, isDigest } from "../../spec/digest.ts";
import type { ListInput } from "../../spec/input.ts";
import { expected, type Parsed, read } from "./parsed.ts";

const lines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

export function parseList(text: string, input: ListInput): Parsed<readonly string[]> {
  const items =
    input.separator === "comma"
      ? lines(text)
          .flatMap((line) => line.split(","))
          .map((item) => item.trim())
          .filter((item) => item !== "")
      : lines(text);
  const { options } = input;
  const stray = options && items.find((item) => !options.includes(item));
  return stray === undefined
    ? read(items)
    : expected(`items out of ${options?.join(", ")}`, `'${stray}' is not one of them`);
}

export function parseMap(text: string): Parsed<ReadonlyMap<string, string>> {
  const map = new Map<string, string>();
  for (const line of lines(text)) {
    const at = line.indexOf("=");
    const key = line.slice(0, Math.max(at, 0)).trim();
    if (key === "") return expected("key=value, one per line", `'${line}' has no key before an equals sign`);
    if (map.has(key)) return expected("each key once", `'${key}' is there twice`);
    map.set(key, line.slice(at + 1).trim());
  }
  return read(map);
}

/** GitHub drops a job's output that contains a masked value, and what arrives is nothing. */
export const emptyDigestNote =
  "where it comes from a job's output: GitHub drops an output that contains a masked value, look there for a warning";

export function parseDigest(text: string): Parsed<Digest> {
  if (isDigest(text)) return read(text);
  return expected(
    "a digest, sha256: and 64 hexadecimal digits in lower case",
    /:[\w.-]+$/.test(text) && !text.startsWith("sha256:") ? "a tag can move to another image" : undefined,
  );
}

export function parseDigests(text: string): Parsed<ReadonlyMap<string, Digest>> {
  const map = parseMap(text);
  if (!map.ok) return map;
  const digests = new Map<string, Digest>();
  for (const [name, value] of map.value) {
    if (!isDigest(value))
      return expected(
        "name=sha256:…, one per line",
        value === "" ? `'${name}' is empty; ${emptyDigestNote}` : `the value of '${name}' is no digest`,
      );
    digests.set(name, value);
  }
  return read(digests);
}
