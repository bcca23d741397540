import { expect, test } from "vitest";
import { Foreign } from "./foreign.ts";

const file = "x.yml";
const workflow = `
on:
  push: { branches: [main, "release/**"] }
  issues: { types: [opened] }
env: { TITLE: "\${{ github.event.issue.title }}", KEY: "\${{ secrets.KEY }}" }
jobs:
  a:
    runs-on: x
    environment: staging
    steps:
      - run: echo "$GITHUB_REF_NAME | \${{ vars.REGION }} \${{ vars.PLACE }} \${{ vars.SIZE }} | $TITLE | \${#KEY} $KEY"
`;
const repository = (files: Readonly<Record<string, string>> = {}) => new Foreign({ [file]: workflow, ...files });

test("variables and secrets come from files, the command line outweighs them, an environment's own come first", async () => {
  const foreign = repository({
    "vars.env": "# where it runs\nREGION=eu\nPLACE='a b'\nSIZE=file\n",
    "secrets.env": "KEY=swordfish\n",
  });
  const given = ["--var-file", "vars.env", "--secret-file", "secrets.env", "--var", "size=line"];
  const { code, out, err } = await foreign.rehearse(
    file,
    "--trust",
    "--verbose",
    ...given,
    "--var",
    "staging/PLACE=own",
  );
  expect(code, out + err).toBe(0);
  expect(out).toContain("a | main | eu own line |  | 9 ***");
  expect(out, "a secret is nowhere").not.toContain("swordfish");
});

test("--ref says where it runs, and a branch that starts nothing is refused", async () => {
  const foreign = repository();
  const { code, out } = await foreign.rehearse(file, "--trust", "--verbose", "--ref", "release/7");
  expect(code, out).toBe(0);
  expect(out).toContain("a | release/7 |");
  expect(out).toContain("push of refs/heads/release/7");
  const other = await foreign.rehearse(file, "--trust", "--ref", "feature/x");
  expect(other.code).toBe(2);
  expect(other.err).toContain("feature/x");
});

test("--payload is laid over the event's usual one", async () => {
  const foreign = repository({ "opened.json": '{ "issue": { "number": 3, "title": "it broke" } }' });
  const { code, out } = await foreign.rehearse(
    ...[file, "--trust", "--verbose", "--event", "issues", "--payload", "opened.json"],
  );
  expect(code, out).toBe(0);
  expect(out).toMatch(/^a \| main \|\s+\| it broke \|/m);
});

test("files that are not there, or hold something else, are named with exit code 2", async () => {
  const foreign = repository({ "list.json": "[]", "broken.json": "{", "vars.env": "BAD-NAME=x\n" });
  for (const [args, sentence] of [
    [["--var-file", "nowhere.env"], "nowhere.env is not there"],
    [["--secret-file", "nowhere.env"], "nowhere.env is not there"],
    [["--var-file", "vars.env"], '"BAD-NAME" is no name of a variable or secret'],
    [["--payload", "nowhere.json"], "nowhere.json is not there"],
    [["--payload", "list.json"], "list.json holds no JSON object"],
    [["--payload", "broken.json"], "broken.json is no JSON"],
  ] as const) {
    const { code, err } = await foreign.rehearse(file, "--trust", ...args);
    expect(err).toContain(sentence);
    expect(code, sentence).toBe(2);
  }
});

test("who rejects an environment that asks nobody is heard all the same", async () => {
  const { code, out } = await repository().rehearse(file, "--trust", "--reject", "staging");
  expect(code, out).toBe(1);
  expect(out).toContain("staging: rejected (as the command line says)");
});
