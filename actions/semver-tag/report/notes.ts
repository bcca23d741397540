import type { Digest } from "../../../src/action/index.ts";
import { escapeMarkdown } from "../../../src/action/index.ts";
import { short } from "../commits/commit.ts";
import type { Weighed } from "../commits/weigh.ts";

export interface NotesFrom {
  readonly weighed: readonly Weighed[];
  readonly digests: ReadonlyMap<string, Digest>;
  /** `https://github.com/acme/shop` */
  readonly home: string;
  readonly tag: string;
  readonly previous: string | undefined;
}

/** GitHub takes 125 000 characters for a release, and a megabyte for all outputs of a job. */
const most = 300;

const titles: readonly (readonly [string, string])[] = [
  ["feat", "Features"],
  ["fix", "Fixes"],
  ["perf", "Performance"],
  ["revert", "Reverts"],
];

interface Entry {
  readonly type: string;
  readonly text: string;
}

/** A squashed commit without a type of its own is told by its parts. */
function entriesOf({ commit, message, bump, why }: Weighed, home: string): readonly Entry[] {
  if (bump === "none" && why.startsWith("take")) return [];
  const link = `([${short(commit.sha)}](${home}/commit/${commit.sha}))`;
  const reverts = message.changes.length === 0 && message.reverts.length > 0;
  if (reverts) return [{ type: "revert", text: `${escapeMarkdown(message.header)} ${link}` }];
  const [first, ...parts] = message.changes;
  if (first === undefined) return [];
  const own = message.header.endsWith(first.subject) ? [first] : [first, ...parts];
  return own.map(({ type, scope, subject }) => ({
    type,
    text: `${scope === undefined ? "" : `**${escapeMarkdown(scope)}:** `}${escapeMarkdown(subject)} ${link}`,
  }));
}

function breakingOf({ commit, message, bump }: Weighed, home: string): readonly string[] {
  if (bump !== "major") return [];
  const said =
    message.breaking.length > 0
      ? message.breaking
      : message.changes.filter(({ breaking }) => breaking).map(({ subject }) => subject);
  return said.map((text) => `${escapeMarkdown(text)} ([${short(commit.sha)}](${home}/commit/${commit.sha}))`);
}

const section = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0
    ? []
    : [
        `### ${title}`,
        items
          .slice(0, most)
          .map((item) => `- ${item}`)
          .join("\n"),
      ];

/** What is new, for people: breaking changes first, then by kind; what raises nothing is left out. */
export function notesOf({ weighed, digests, home, tag, previous }: NotesFrom): string {
  const entries = weighed.flatMap((one) => entriesOf(one, home));
  const known = titles.flatMap(([type, title]) =>
    section(
      title,
      entries.filter((entry) => entry.type === type).map(({ text }) => text),
    ),
  );
  const images = [...digests].map(([name, digest]) => `| ${escapeMarkdown(name)} | \`${digest}\` |`);
  const parts = [
    ...section(
      "Breaking changes",
      weighed.flatMap((one) => breakingOf(one, home)),
    ),
    ...known,
    ...(images.length === 0 ? [] : ["### Images", ["| image | digest |", "| --- | --- |", ...images].join("\n")]),
    ...(previous === undefined ? [] : [`[All changes](${home}/compare/${encodeURI(previous)}...${encodeURI(tag)})`]),
  ];
  return parts.join("\n\n");
}
