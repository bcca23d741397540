import markdownIt from "markdown-it";

/** What a changelog says of one version: from its heading to the next one of that level, without either. */
export function sectionOf(changelog: string, version: string): string {
  const tokens = markdownIt().parse(changelog, {});
  const headings = tokens.flatMap(({ type, tag, level, map }, at) =>
    type === "heading_open" && tag === "h2" && level === 0 && map
      ? [{ title: tokens[at + 1]?.content ?? "", from: map[0], to: map[1] }]
      : [],
  );
  const at = headings.findIndex(({ title }) => title === version);
  const heading = headings[at];
  if (heading === undefined) {
    const has = headings.length === 0 ? "it has none" : `it has ${headings.map(({ title }) => title).join(", ")}`;
    throw new Error(
      `expected a section "## ${version}" in CHANGELOG.md, and ${has}: npx changeset version writes it, then commit it`,
    );
  }
  return `${changelog
    .split("\n")
    .slice(heading.to, headings[at + 1]?.from)
    .join("\n")
    .trim()}\n`;
}
