import { expect, test } from "vitest";
import { lastWords, scannerError } from "./trouble.ts";

const ran = (over: object) => ({
  command: "docker",
  args: [],
  ended: { how: "exit", code: 1 } as const,
  stdout: "",
  stderr: "",
  truncated: false,
  took: 1,
  ...over,
});

test.each([
  [ran({ stderr: "FATAL Fatal error\tDB error: failed to download vulnerability DB: x" }), "scan", "database"],
  [ran({ stderr: "FATAL image scan error" }), "scan", "scanner"],
  [ran({ stderr: "anything" }), "database", "database"],
  [ran({ ended: { how: "exit", code: 125 }, stderr: "docker: no engine" }), "database", "scanner"],
  [ran({ ended: { how: "timeout", after: 1000 } }), "scan", "deadline"],
  [ran({ ended: { how: "signal", signal: "SIGKILL" } }), "scan", "scanner"],
  [ran({ ended: { how: "not-started", code: "ENOENT", reason: "" } }), "scan", "tool-missing"],
] as const)("an end that is no report: %#", (end, doing, code) =>
  expect(scannerError(end, doing, "x").code).toBe(code),
);

test("Trivy's last words are its fatal line and what follows, without the time", () => {
  expect(lastWords("2026-11-21T10:00:00Z\tINFO\ta\n2026-11-21T10:00:01Z\tFATAL\tb\n  - c\n")).toBe("FATAL\tb\n  - c");
  expect(lastWords("a\nb\n")).toBe("a\nb");
});
