import { expect, test } from "vitest";
import { storyOfACrash } from "../../../test/integration/rehearse/report/story.ts";
import { BoundedLog } from "./bounded-log.ts";
import { Collector } from "./collect.ts";
import { duration } from "./figures.ts";
import { drawnNeeds, layout } from "./graph.ts";
import type { Report } from "./model.ts";
import { markEvery } from "./timeline.ts";

function reportOf(events = storyOfACrash()): Report {
  const collector = new Collector();
  for (const event of events) collector.tell(event);
  if (!collector.report) throw new Error("nothing began");
  return collector.report;
}

test("a rehearsal in one line, the terminal's last", () => {
  const cause = "order-api crashes: exit code 3, three times within 60 s";
  expect(reportOf().inShort).toBe(
    `staging runs 3 images, 3 new; production is rolled-back: ${cause}; 23.3 s; longest chain 3 jobs`,
  );
});

test("events that end without an end tell of a rehearsal that was killed, and of the step it was in", () => {
  const all = storyOfACrash();
  const until = all.findIndex((event) => event.kind === "step-ended" && event.step === "deploy");
  const { result, legs } = reportOf(all.slice(0, until));
  const production = legs.find(({ leg }) => leg === "production#0");
  expect([result, production?.result, production?.steps.at(-1)?.outcome]).toEqual(["killed", "running", "running"]);
});

test("a job stands right of all that it needs", () => {
  const nodes = new Map(layout(reportOf()).map((node) => [node.id, node]));
  for (const node of nodes.values()) for (const id of node.needs) expect(nodes.get(id)?.x).toBeLessThan(node.x);
  expect(new Set([...nodes.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.size);
});

test("a line that another way implies is not drawn", () => {
  const chain = [
    { id: "image", needs: [] },
    { id: "staging", needs: ["image"] },
    { id: "production", needs: ["image", "staging"] },
    { id: "announce", needs: ["image", "staging", "production"] },
  ];
  expect([...drawnNeeds(chain).values()]).toEqual([[], ["image"], ["staging"], ["production"]]);
});

test("a long log keeps its beginning and its end, and says how much is between", () => {
  const log = new BoundedLog();
  for (let line = 1; line <= 100_000; line += 1) log.add({ text: `line ${line}` });
  log.add({ text: "x".repeat(10_000) });
  const { first, omitted, last } = log.kept;
  expect([first[0]?.text, first.length + omitted + last.length, last.length]).toEqual(["line 1", 100_001, 800]);
  expect(last.at(-1)?.text).toBe(`${"x".repeat(4000)} … 6000 more characters`);
});

test.each([
  [950, "0.9 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min 0 s"],
  [135_000, "2 min 15 s"],
])("%i ms is %s", (milliseconds, shown) => {
  expect(duration(milliseconds)).toBe(shown);
});

test.each([
  [23_000, 5000],
  [90_000, 20_000],
  [100, 20],
])("a timeline of %i ms has a mark every %i ms", (total, every) => {
  expect(markEvery(total)).toBe(every);
});
