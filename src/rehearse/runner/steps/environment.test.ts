import { expect, test } from "vitest";
import { stepEnvironment } from "./environment.ts";
import { chooseShell, commandFor } from "./shell.ts";

const none = { machine: {}, workflow: {}, job: {}, written: {}, step: {}, paths: [], runner: {} };

test("a step's own variable wins, but never over the runner's", () =>
  expect(
    stepEnvironment({
      ...none,
      workflow: { A: "workflow", B: "workflow", GITHUB_SHA: "forged" },
      job: { B: "job", C: "job" },
      written: { C: "written", D: "written" },
      step: { D: "step" },
      runner: { GITHUB_SHA: "true" },
    }),
  ).toMatchObject({
    A: "workflow",
    B: "job",
    C: "written",
    D: "step",
    GITHUB_SHA: "true",
    GITHUB_ACTIONS: "true",
    CI: "true",
  }));

test("a workflow may say CI itself", () => expect(stepEnvironment({ ...none, job: { CI: "" } })["CI"]).toBe(""));

test("added folders come before the machine's", () =>
  expect(stepEnvironment({ ...none, machine: { PATH: "/bin" }, paths: ["/b", "/a"] })["PATH"]).toBe("/b:/a:/bin"));

test.each([
  [undefined, "bash -e f.sh"],
  ["bash", "bash --noprofile --norc -e -o pipefail f.sh"],
  ["python", "python3 f.sh"],
  ["perl -w {0}", "perl -w f.sh"],
])("shell %s runs as %s", (name, expected) => {
  const choice = chooseShell(name);
  if (!("shell" in choice)) throw new Error(choice.problem);
  const { command, args } = commandFor(choice.shell, "f.sh");
  expect([command, ...args].join(" ")).toBe(expected);
});

test("double quotes keep the words of a shell's command together", () => {
  const choice = chooseShell(`bash -c "bash {0}" 'a b' --x="y \\"z"`);
  if (!("shell" in choice)) throw new Error(choice.problem);
  expect(commandFor(choice.shell, "f.sh").args).toEqual(["-c", "bash f.sh", "'a", "b'", '--x=y "z']);
});

test("an unknown shell is named with what there is", () =>
  expect(chooseShell("fish")).toEqual({ problem: expect.stringContaining("bash, sh, python, pwsh") }));
