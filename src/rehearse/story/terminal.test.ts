import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
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

function screen(width = 60) {
  let written = "";
  let writes = 0;
  let now = 1500;
  const write = (text: string) => {
    written += text;
    writes += 1;
  };
  const story = new TerminalStory({ write, size: () => ({ width, height: 10 }), now: () => now });
  return {
    story,
    write,
    last: () => stripVTControlCharacters(written.split("\u001b[?7l").at(-1) ?? ""),
    all: () => written,
    writes: () => writes,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
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
  expect(all().endsWith("\u001b[?7h\u001b[J")).toBe(true);
  story.end();
});

test("a picture comes in one piece and erases nothing before it draws, and none comes where nothing has changed", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { story, all, writes, pass } = screen();
  for (const event of events) story.tell(event);
  story.say("above");
  const [before, count] = [all().length, writes()];
  vi.advanceTimersByTime(1000);
  expect(writes(), "nothing has changed").toBe(count);
  pass(100);
  vi.advanceTimersByTime(1000);
  expect(writes()).toBe(count + 1);
  const picture = all().slice(before);
  expect(picture.indexOf("\u001b[J"), "what is below is erased last").toBeGreaterThan(picture.indexOf("staging"));
  story.end();
});

test.each([
  [20, "▸ image (…     1.5 s"],
  [40, "▸ image (web)     1.5 s  Build  it"],
  [200, "▸ image (web)     1.5 s  Build  it"],
])("on %i columns no line is longer, and none is cut that has room", (width, first) => {
  const { story, last } = screen(width);
  for (const event of events) story.tell(event);
  story.end();
  const lines = last().trimEnd().split("\n");
  expect(lines[0]).toBe(first);
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
});
