import { ActionError, type Deps, type Digest } from "../../src/action/index.ts";
import { docker } from "./docker/call.ts";
import { digestOf, rawManifest } from "./image/inspect.ts";

/**
 * Gives an image further tags by copying its manifest as it is, byte for byte, and reads each tag back: a digest that
 * was scanned and deployed stays that digest.
 */
export async function promote(
  image: { readonly name: string; readonly digest: Digest; readonly builder: string | undefined },
  tags: readonly string[],
  deps: Deps,
): Promise<readonly string[]> {
  const { name, digest, builder } = image;
  const references = tags.map((tag) => `${name}:${tag}`);
  const args = [
    ...["buildx", "imagetools", "create", "--progress=plain"],
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    // without it a single manifest would be wrapped in an index, and have another digest
    "--prefer-index=false",
    ...references.map((reference) => `--tag=${reference}`),
    `${name}@${digest}`,
  ];
  await docker(`tagging ${name}@${digest}`, args, deps);
  for (const reference of references) {
    const text = await rawManifest(reference, builder, deps);
    const came = [digestOf(text), digestOf(text.replace(/\n$/, ""))];
    if (!came.includes(digest))
      throw new ActionError("wrong-digest", `${reference} is not the image it was made from`, {
        expected: digest,
        came: came[0] ?? "",
        hint: "Something moved the tag meanwhile, or changes content on the way. Look who else writes this tag.",
      });
    deps.log.info(`${reference} is ${digest}`);
  }
  return references;
}
