import { escapeMarkdown, inlineCode } from "../../../src/action/index.ts";
import { type PlatformImage, totalSize } from "../image/contents.ts";
import { sizeText } from "./size.ts";
import type { StageTime } from "./stages.ts";

export interface Built {
  readonly name: string;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly images: readonly PlatformImage[];
  readonly stages: readonly StageTime[];
  readonly seconds: number;
  readonly notes: readonly string[];
  readonly pushed: boolean;
  readonly reusedFrom: string | undefined;
}

const longestInstruction = 90;
const short = (text: string) => (text.length > longestInstruction ? `${text.slice(0, longestInstruction - 1)}…` : text);

function layerTable({ platform, layers }: PlatformImage): string {
  const rows = layers.map(
    ({ size, madeBy, digest }) => `| ${sizeText(size)} | ${inlineCode(short(madeBy ?? digest))} |`,
  );
  return [`| ${escapeMarkdown(platform)} | layer |`, "| ---: | --- |", ...rows].join("\n");
}

const stageTable = (stages: readonly StageTime[]): string =>
  [
    "| stage | steps | from cache | time |",
    "| --- | ---: | ---: | ---: |",
    ...stages.map(
      ({ stage, steps, cached, seconds }) => `| ${escapeMarkdown(stage)} | ${steps} | ${cached} | ${seconds} s |`,
    ),
  ].join("\n");

const details = (title: string, body: string) => `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;

/** The Markdown on the run's page: what was built, how big it is, where the time went. */
export function summary(built: Built): string {
  const { name, digest, tags, images, stages, notes } = built;
  const done = built.reusedFrom !== undefined ? "reused" : built.pushed ? "pushed" : "built, not pushed";
  const sizes = images.map((image) => `${escapeMarkdown(image.platform)} ${sizeText(totalSize(image))}`).join(", ");
  return [
    `### 📦 ${inlineCode(name)}: ${done}`,
    [
      `${inlineCode(digest)}`,
      ...tags.map((tag) => inlineCode(tag)),
      ...(sizes === "" ? [] : [sizes]),
      ...(built.reusedFrom === undefined
        ? [`${built.seconds} s`]
        : [`unchanged since ${escapeMarkdown(built.reusedFrom)}`]),
    ].join("<br>"),
    ...notes.map((note) => `- ${escapeMarkdown(note)}`),
    ...(stages.length > 0 ? [details("Time per stage", stageTable(stages))] : []),
    ...(images.some(({ layers }) => layers.length > 0)
      ? [details("Size per layer", images.map(layerTable).join("\n\n"))]
      : []),
  ].join("\n\n");
}
