import { ActionError, type Digest, isDigest, type JsonValue } from "../../../src/action/index.ts";
import { isObject, numberAt, objectsAt, textAt, textsAt } from "../../../src/release/json/json.ts";

/** A remark of BuildKit's about a Dockerfile. */
export interface BuildWarning {
  readonly text: string;
  readonly detail: string;
  readonly url: string | undefined;
  readonly line: number | undefined;
}

/** BuildKit's texts are bytes, which JSON holds as base64. */
const decoded = (text: string | undefined): string => Buffer.from(text ?? "", "base64").toString("utf8");

/** What buildx wrote into its metadata file. */
export function digestIn(metadata: JsonValue): Digest {
  const digest = textAt(metadata, "containerimage.digest");
  if (digest !== undefined && isDigest(digest)) return digest;
  throw new ActionError("builder", "buildx does not say what it built", {
    expected: "`containerimage.digest` in its metadata file",
    came: isObject(metadata) ? Object.keys(metadata).join(", ") || "an empty object" : "no JSON object",
  });
}

export function warningsIn(metadata: JsonValue): readonly BuildWarning[] {
  return objectsAt(metadata, "buildx.build.warnings").map((warning) => {
    const line = numberAt(warning, "range", 0, "start", "line");
    return {
      // `… (line 3)`: the annotation says it, too
      text: decoded(textAt(warning, "short")).replace(/ \(line \d+\)$/, ""),
      detail: textsAt(warning, "detail").map(decoded).join(" "),
      url: textAt(warning, "url"),
      line: line === undefined || line < 1 ? undefined : line,
    };
  });
}

/** Without the warnings, each of which carries the whole Dockerfile again: an output has a limit. */
export function shortMetadata(metadata: JsonValue): JsonValue {
  if (typeof metadata !== "object" || metadata === null) return metadata;
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== "buildx.build.warnings"));
}
