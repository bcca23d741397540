import { describe, expect, it } from "vitest";
import { source } from "../read/index.ts";
import { readLock } from "./lock.ts";

const commit = `sha1-${"a".repeat(40)}`;
const entry = (ref: string, more = "") => `{ ref: ${ref}, commit: ${commit}, owner_id: 1, repo_id: 2${more} }`;
const mistakes = (...dependencies: string[]) =>
  readLock(
    source(
      ".github/workflows/actions.lock",
      `version: v0.0.3\nworkflows:\n  .github/workflows/ci.yml: [acme/a@v1]\ndependencies:\n${dependencies.map((line) => `  ${line}\n`).join("")}`,
    ),
  ).mistakes.map(({ message }) => message);

describe("what GitHub refuses of an actions.lock", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      "nothing of one that is right",
      [`acme/a@v1: ${entry("v1", ", uses: [acme/b@v2]")}`, `acme/b@v2: ${entry("v2")}`],
      [],
    ],
    [
      "dependencies in a circle",
      [`acme/a@v1: ${entry("v1", ", uses: [acme/b@v2]")}`, `acme/b@v2: ${entry("v2", ", uses: [acme/a@v1]")}`],
      ["dependencies use each other in a circle: acme/a@v1 → acme/b@v2 → acme/a@v1"],
    ],
    [
      "what a dependency uses without a commit",
      [`acme/a@v1: ${entry("v1", ", uses: [acme/gone@v1]")}`],
      ['"acme/a@v1" uses "acme/gone@v1", which actions.lock has no commit for'],
    ],
    ["a key with capitals", [`Acme/a@v1: ${entry("v1")}`], ['"Acme/a@v1" is no owner/repo@ref in lower case']],
    [
      "an id that is none",
      [`acme/a@v1: { ref: v1, commit: ${commit}, owner_id: 0, repo_id: 2 }`],
      ['"owner_id" of "acme/a@v1" is a whole number from 1 up'],
    ],
  ])("%s", (_, dependencies, expected) => {
    expect(mistakes(...dependencies)).toEqual(expected);
  });

  it("more than a mebibyte", () => {
    expect(mistakes(`acme/a@v1: ${entry("v1")}`, `# ${"x".repeat(1024 * 1024)}`)).toEqual([
      "the file has more than 1048576 characters, and GitHub refuses it",
    ]);
  });
});
