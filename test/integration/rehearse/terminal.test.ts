import { expect, test } from "vitest";
import { Foreign } from "./foreign.ts";
import { Terminal } from "./terminal.ts";

const gated = `
on: push
jobs:
  live:
    runs-on: x
    environment: production
    steps: [{ run: echo deployed }]
`;
const long = `
on: push
jobs:
  wait:
    runs-on: x
    steps:
      - run: |
          setsid sleep 300 &
          echo ready
          exec sleep 300
      - if: always()
        run: echo cleaned
`;

const endings = [
  ["Ctrl-C", (terminal: Terminal) => terminal.types("\x03"), 130],
  ["Ctrl-D", (terminal: Terminal) => terminal.types("\x04"), 130],
  ["SIGTERM", (terminal: Terminal) => terminal.kill("SIGTERM"), 143],
  ["SIGHUP", (terminal: Terminal) => terminal.kill("SIGHUP"), 129],
] as const;

test.each(endings)("%s at the question for trust: nothing is run, nothing is left", async (_, end, number) => {
  const foreign = new Foreign({ "gated.yml": gated });
  const terminal = new Terminal(foreign, "gated.yml");
  await terminal.sees("Run them, now and from now on?");
  end(terminal);
  const { out, ...rest } = await terminal.ended;
  expect(rest, out).toEqual({ code: number, isRestored: true });
  expect(out).toContain("nothing was run");
  expect(foreign.left).toEqual([]);
});

test.each(endings)(
  "%s at the question for an approval: nothing is deployed, nothing is left",
  async (_, end, number) => {
    const foreign = new Foreign({ "gated.yml": gated });
    const terminal = new Terminal(foreign, "gated.yml", "--trust", "--verbose");
    await terminal.sees("Deploy to production?");
    end(terminal);
    const { out, ...rest } = await terminal.ended;
    expect(rest, out).toEqual({ code: number, isRestored: true });
    expect(out).not.toContain("| deployed");
    expect(out).toContain("report: ");
    expect(foreign.left).toEqual([]);
  },
);

test("Ctrl-C reaches every process of a terminal, and counts once", async () => {
  const foreign = new Foreign({ "long.yml": long });
  const terminal = new Terminal(foreign, "long.yml", "--trust", "--verbose");
  await terminal.sees("| ready");
  terminal.types("\x03");
  const { out, ...rest } = await terminal.ended;
  expect(rest, out).toEqual({ code: 130, isRestored: true });
  expect(out).toContain("| cleaned");
  expect(foreign.left).toEqual([]);
  expect(foreign.running).toEqual([]);
});
