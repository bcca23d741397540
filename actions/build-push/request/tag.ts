const longest = 128;

/**
 * A branch, version or commit as a tag that registries take: `refs/heads/Feature/New Cart` → `feature-new-cart`,
 * `v1.4.2+build.7` → `v1.4.2-build.7`. Nothing is left of some: then it is undefined.
 */
export function tagFrom(text: string): string | undefined {
  const tag = text
    .trim()
    .replace(/^refs\/(heads|tags)\//, "")
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, longest)
    .replace(/-+$/, "");
  return tag === "" ? undefined : tag;
}

/** The tag of a commit: its first seven characters. */
export const commitTag = (commit: string): string => commit.slice(0, 7).toLowerCase();

/** Those that remain, each once, and those of which nothing remains. */
export function tagsFrom(texts: readonly string[]): {
  readonly tags: readonly string[];
  readonly empty: readonly string[];
} {
  const made = texts.map((text) => ({ text, tag: tagFrom(text) }));
  return {
    tags: [...new Set(made.flatMap(({ tag }) => tag ?? []))],
    empty: made.filter(({ tag }) => tag === undefined).map(({ text }) => text),
  };
}
