import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { RehearsalEvent } from "./event.ts";
import { TerminalStory } from "./terminal.ts";

const events: readonly RehearsalEvent[] = [
  {
    kind: "began",
    format: 1,
    startedAt: "2026-01-01T00:00:00Z",
    repository: "acme/shop",
    workflow: { name: "Deploy", path: "deploy.yml" },
    event: "push",
    ref: "refs/heads/main",
    sha: "a".repeat(40),
    graph: [
      { id: "image", name: "image", needs: [] },
      { id: "staging", name: "staging", needs: ["image"] },
    ],
  },
  {
    kind: "job-planned",
    job: "image",
    legs: [
      { leg: "image#0", name: "image (web)", gated: false },
      { leg: "image#1", name: "image (api)", gated: false },
    ],
    at: 0,
  },
  { kind: "job-started", leg: "image#0", name: "image (web)", needs: {}, at: 0 },
  { kind: "step-started", leg: "image#0", step: "build", name: "Build \u001b[2J it", at: 100 },
  { kind: "job-ended", leg: "image#1", name: "image (api)", result: "failure", outputs: {}, at: 900 },
];

function screen() {
  let written = "";
  const write = (text: string) => {
    written += text;
  };
  const story = new TerminalStory({
    write,
    size: () => ({ width: 60, height: 10 }),
    now: () => 1500,
  });
  return {
    story,
    write,
    last: () => stripVTControlCharacters(written.split("\u001b[0J").at(-1) ?? ""),
    all: () => written,
  };
}

test("each leg has a line with its step and time, and a step's name paints nothing", () => {
  const { story, last, all } = screen();
  for (const event of events) story.tell(event);
  story.say("above");
  story.end();
  story.end();
  expect(last().trimEnd().split("\n")).toEqual(["▸ image (web)     1.5 s  Build  it", "✗ image (api)", "· staging"]);
  expect(all()).not.toContain("\u001b[2J");
  expect(stripVTControlCharacters(all())).toContain("above\n");
});

test("after the end the picture stays, and what is said comes below it", () => {
  const { story, all } = screen();
  for (const event of events) story.tell(event);
  story.end();
  const before = all();
  story.say("success");
  expect(all().slice(before.length)).toBe("success\n");
});

test("a question has the terminal to itself; what was said meanwhile comes after it", async () => {
  const { story, all } = screen();
  for (const event of events) story.tell(event);
  await story.pause(async () => {
    const before = all();
    story.say("later");
    expect(all()).toBe(before);
  });
  expect(all()).toContain("later\n");
  story.end();
});

test("what a question writes once it has its answer is not painted over, nor counted as the picture's", async () => {
  const { story, all, write } = screen();
  for (const event of events) story.tell(event);
  await story.pause(async () => {
    setImmediate(() => write("the question's end\n"));
  });
  const [, after = ""] = all().split("the question's end\n");
  expect(stripVTControlCharacters(after)).toContain("image (web)");
  story.end();
});

test("a line that is wider than it counts stays one line", () => {
  const { story, all } = screen();
  for (const event of events) story.tell(event);
  story.say("above");
  expect(all().lastIndexOf("\u001b[?7l")).toBeLessThan(all().lastIndexOf("image (web)"));
  expect(all().endsWith("\u001b[?7h")).toBe(true);
  story.end();
});
