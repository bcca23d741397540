/** What somebody sees of a rehearsal, by what it is that shows it. */
import { expect, test } from "vitest";
import type { RehearsalEvent } from "../../../src/rehearse/story/event.ts";
import { Foreign } from "./foreign.ts";
import { rowsOf, terminalOf } from "./screen.ts";

const file = "x.yml";
const longName = "Build the images of all three services for every platform there is";
const workflow = `
on: push
jobs:
  build:
    name: ${longName}
    runs-on: x
    steps:
      - name: A step whose name is longer than what is left of a narrow line beside the name of its job
        run: sleep 1
  check: { name: "check \${{ github.ref_name }}", needs: build, runs-on: x, steps: [{ run: "echo checked" }] }
`;
const repository = () => new Foreign({ [file]: workflow });
const shown = (foreign: Foreign, columns: number, env: Readonly<Record<string, string>> = {}) =>
  foreign.start([file, "--trust"], { through: terminalOf(columns), env: { TERM: "xterm-256color", ...env } }).ended;

test.each([
  [40, "✓ Build the images of…", "✓ check"],
  [80, "✓ Build the images of all three services", "✓ check"],
  [200, `✓ ${longName}  `, "✓ check"],
])(
  "on %i columns each job has one line, which is painted over and neither wraps nor is cut early",
  async (columns, build, check) => {
    const { code, out } = await shown(repository(), columns);
    expect(code, out).toBe(0);
    const rows = rowsOf(out, columns);
    expect(rows.filter((row) => row.startsWith(build.slice(0, 15)))).toEqual([expect.stringContaining(build)]);
    expect(rows.filter((row) => row.startsWith(check))).toHaveLength(1);
    expect(rows.filter((row) => /^[▸·]/.test(row))).toEqual([]);
    expect(out.lastIndexOf("\u001b[?25h"), "the cursor is there again").toBeGreaterThan(out.lastIndexOf("\u001b[?25l"));
  },
);

test.each([
  ["NO_COLOR", { NO_COLOR: "1" }, false],
  ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, false],
  ["no wish", { NO_COLOR: "", FORCE_COLOR: "" }, true],
])("with %s a terminal gets colours or none", async (_, env, colours) => {
  const { out } = await shown(repository(), 80, env);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
  expect(/\u001b\[\d+(;\d+)*m/.test(out)).toBe(colours);
});

test("a dumb terminal gets lines, and nothing that paints", async () => {
  const { code, out } = await shown(repository(), 80, { TERM: "dumb" });
  expect(code, out).toBe(0);
  expect(out).not.toContain("\u001b");
  expect(out).toContain(`${longName}: started`);
});

test("a pipe gets plain lines, also where colours are wished for, and --json nothing but JSON", async () => {
  const foreign = repository();
  const { out } = await foreign.start([file, "--trust"], { env: { FORCE_COLOR: "1" } }).ended;
  expect(out).not.toContain("\u001b");
  expect(out).toContain(`${longName}: started`);
  const json = await foreign.rehearse(file, "--trust", "--json");
  const events: readonly RehearsalEvent[] = json.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const [began] = events;
  expect(began?.kind === "began" && began.graph.map(({ name }) => name), "what is not known yet is left open").toEqual([
    longName,
    "check …",
  ]);
  expect(events.flatMap((event) => (event.kind === "job-started" ? [event.name] : []))).toEqual([
    longName,
    "check main",
  ]);
  expect(events.at(-1)?.kind).toBe("ended");
});

test.each([[[]], [["--json"]]])(
  "whoever stops reading ends the rehearsal, and nothing is left of it: %j",
  async (more) => {
    const foreign = repository();
    const head = ["sh", "-c", '{ "$@"; echo "code $?" >&2; } | head -1', "sh"];
    const { out, err } = await foreign.start([file, "--trust", ...more], { through: head }).ended;
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).toContain("code 1\n");
    expect(foreign.left).toEqual([]);
    expect(foreign.running).toEqual([]);
  },
);
