import { expect, test } from "vitest";
import type { Case } from "./case.ts";
import { slowest } from "./count.ts";
import { excerpt } from "./excerpt.ts";
import { afterRerun } from "./merge.ts";
import { inWorkspace, placeOf } from "./place.ts";

const one = (name: string, status: Case["status"], more: Partial<Case> = {}): Case => ({
  suite: "s",
  name,
  status,
  took: undefined,
  message: "",
  detail: "",
  file: undefined,
  line: undefined,
  ...more,
});

test("what passes when it runs again is flaky; what does not, or did not run, stays failed", () => {
  const before = [one("a", "passed"), one("b", "failed"), one("c", "error"), one("d", "failed")];
  const again = [one("a", "failed"), one("b", "passed"), one("c", "failed")];
  expect(afterRerun(before, again).map(({ status }) => status)).toEqual(["passed", "flaky", "error", "failed"]);
});

test("of several tests of one name all have to pass again", () => {
  const again = [one("a", "passed"), one("a", "failed")];
  expect(afterRerun([one("a", "failed")], again)[0]?.status).toBe("failed");
  expect(afterRerun([one("a", "failed", { file: "x" })], [one("a", "passed", { file: "y" })])[0]?.status).toBe(
    "failed",
  );
});

const roots = { workspace: "/w", folder: "/w/app" };

test.each([
  ["its own frame", "a.test.js", " ❯ f (lib.js:1:1)\n ❯ a.test.js:7:3", { file: "app/a.test.js", line: 7 }],
  ["a file's URL", undefined, "    at x (file:///w/app/a.js:3:77)", { file: "app/a.js", line: 3 }],
  [
    "Python's words",
    "tests/test_a.py",
    "E  x\n\ntests/test_a.py:5: AssertionError",
    { file: "app/tests/test_a.py", line: 5 },
  ],
  ["a traceback", undefined, '  File "/w/app/a.py", line 9, in f', { file: "app/a.py", line: 9 }],
  [
    "dependencies left out",
    undefined,
    "at x (/w/app/node_modules/y/z.js:1:1)\nat f (/w/app/a.ts:2:1)",
    { file: "app/a.ts", line: 2 },
  ],
  ["no frame", "a.test.js", "no frame at all", { file: "app/a.test.js", line: 4 }],
  ["nothing inside", "/etc/passwd", "at x (/etc/y.js:1:1)", undefined],
])("a failure stands at %s", (_, file, detail, at) => expect(placeOf({ file, line: 4, detail }, roots)).toEqual(at));

test.each(["../../x.js", "/w2/x.js", "file://%zz", "/w", "..", "node_modules/x.js"])(
  "%s is no file of the workspace",
  (named) => {
    expect(inWorkspace(named, roots)).toBeUndefined();
  },
);

test("the lines that say why: from a process's own last words on, or the end", () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  expect(excerpt(lines.join("\n")).split("\n")).toEqual(lines.slice(25));
  expect(excerpt(`${lines.join("\n")}\nFatal Python error: Segmentation fault\n\nhere\n${lines.join("\n")}`)).toMatch(
    /^Fatal Python error: Segmentation fault\nhere\nline 0\n/,
  );
});

test("the slowest, the slowest first, and no quick ones", () => {
  const all = [one("a", "passed", { took: 99 }), one("b", "passed", { took: 200 }), one("c", "passed", { took: 300 })];
  expect(slowest(all, 5).map(({ name }) => name)).toEqual(["c", "b"]);
});
