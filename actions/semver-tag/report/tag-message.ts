import type { Digest } from "../../../src/action/index.ts";
import type { Weighed } from "../commits/weigh.ts";
import { reasons } from "./explain.ts";

/** What an annotated tag says: the version, why it is this one, and which images it names. */
export function tagMessage(
  name: string,
  said: string,
  weighed: readonly Weighed[],
  digests: ReadonlyMap<string, Digest>,
): string {
  const images = [...digests].map(([image, digest]) => `${image} ${digest}`);
  return [
    name,
    [said, ...reasons(weighed).map((reason) => `  ${reason}`)].join("\n"),
    ...(images.length === 0 ? [] : [["Images:", ...images.map((image) => `  ${image}`)].join("\n")]),
  ].join("\n\n");
}
