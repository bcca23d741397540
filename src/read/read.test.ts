// biome-ignore-all lint/suspicious/noTemplateCurlyInString: workflows are full of them
import { describe, expect, it } from "vitest";
import {
  asExpression,
  effectiveCondition,
  literalOf,
  placeOf,
  readAction,
  readWorkflow,
  source,
  stepIds,
} from "./index.ts";

const read = (text: string) => readWorkflow(source("ci.yml", text));
/** `line: code` of each problem. */
const wrong = (text: string) => {
  const { problems } = read(text);
  return problems.map((p) => `${placeOf(p.source, p.at.start).line}: ${p.code}`);
};
const job = (...lines: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n${lines.map((line) => `    ${line}\n`).join("")}`;

describe("what GitHub refuses is reported where it stands", () => {
  it.each([
    ["an unknown key of a job", job("runs_on: x"), "5: unexpected-key"],
    ["a job without runs-on, at the job's first key", "on: push\njobs:\n  a:\n    steps: []\n", "4: missing-key"],
    ["a key twice, whatever its case", job("env:", "  A: 1", "  a: 2"), "7: duplicate-key"],
    ["a context that is not there", job("if: secrets.x"), "5: expression-place"],
    ["a status function outside a condition", job("name: ${{ always() }}"), "5: expression-place"],
    ["an expression never closed", job("name: ${{ github.ref"), "5: expression-syntax"],
    ["a string in double quotes", job('if: github.ref == "x"'), "5: expression-syntax"],
    ["a permission at a level it does not have", job("permissions:", "  id-token: read"), "6: unexpected-value"],
    [
      "an activity type the event does not have",
      `on: { watch: { types: [opened] } }\n${job().slice(9)}`,
      "1: unexpected-value",
    ],
    ["a step that does nothing", job("steps:", "  - name: x"), "6: missing-key"],
    ["wait for a step that is not above", job("steps:", "  - wait: x"), "6: steps"],
    [
      "background inside parallel",
      job("steps:", "  - parallel:", "      - run: a", "        background: true"),
      "8: steps",
    ],
    [
      "an expression in a filter",
      "on: { push: { branches: ['${{ github.ref }}'] } }\n".concat(job().slice(9)),
      "1: expression-place",
    ],
    ["two documents", `${job()}---\non: push`, "5: yaml"],
    ["a merge key", job("env:", "  <<: { a: b }"), "6: unexpected-key"],
    ["an anchor that contains itself", job("env: &x", "  A: *x"), "6: yaml"],
    ["queue: something else", job("concurrency: { group: x, queue: long }"), "5: unexpected-value"],
  ])("%s", (_, text, expected) => {
    expect(wrong(text)).toEqual([expected]);
  });

  it("a mapping is what its first telling key says, shown at the key that one would take away", () => {
    const places = (text: string) =>
      read(text).problems.map(({ code, source: file, at, owner }) => {
        const line = ({ start }: { readonly start: number }) => placeOf(file, start).line;
        return `${line(at)} at ${line(owner ?? at)}: ${code}`;
      });
    expect(places(job("uses: a/b/c.yml@v1"))).toEqual(["5 at 4: unexpected-key"]);
    expect(places("on: push\njobs:\n  a:\n    with: {}\n    runs-on: x\n    steps: []\n")).toEqual([
      "5 at 4: unexpected-key",
      "6 at 4: unexpected-key",
      "4 at 4: missing-key",
    ]);
    expect(places(job("steps:", "  - shell: bash", "    uses: a/b@v1"))).toEqual([
      "7 at 6: unexpected-key",
      "6 at 6: missing-key",
    ]);
  });

  it("finds the place of an expression on a later line of a script", () => {
    const text = job("steps:", "  - run: |", "      echo one", "      echo ${{ nope.x }}");
    expect(wrong(text)).toEqual(["8: expression-syntax"]);
  });

  it("says each problem of a file, not only the first", () => {
    expect(wrong(job("foo: 1", "timeout-minutes: x", "needs: b"))).toEqual([
      "5: unexpected-key",
      "6: unexpected-value",
      "3: needs",
    ]);
  });
});

describe("what was written is kept", () => {
  it("a value between text and expressions", () => {
    const { workflow } = read(job("name: a-${{ github.ref }}-'b'"));
    const name = workflow?.jobs[0]?.name;
    expect(name && literalOf(name)).toBeUndefined();
    expect(name && asExpression(name)).toBe("format('a-{0}-''b''', github.ref)");
  });

  it.each([
    [undefined, "success()"],
    ["github.ref == 'x'", "success() && (github.ref == 'x')"],
    ["${{ always() }}", "always()"],
    ["'always()'", "success() && ('always()')"],
  ])("the condition %s decides by %s", (written, expected) => {
    const { workflow } = read(job(...(written === undefined ? [] : [`if: "${written}"`])));
    expect(effectiveCondition(workflow?.jobs[0]?.if)).toBe(expected);
  });

  it("steps, with the ids the runner gives them", () => {
    const { workflow, problems } = read(
      job(
        "steps:",
        "  - uses: actions/checkout@v7",
        "  - run: a",
        "    id: x",
        "    background: true",
        "  - run: b",
        "  - run: c",
        "  - wait: x",
      ),
    );
    expect(problems).toEqual([]);
    const first = workflow?.jobs[0];
    expect(first?.kind === "job" && stepIds(first.steps ?? [])).toEqual([
      "__actions_checkout",
      "x",
      "__run",
      "__run_2",
      "__wait",
    ]);
  });

  it("an action, with its steps", () => {
    const text =
      "name: x\ninputs:\n  who: { required: true, default: you }\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.who }}\n      shell: bash\n";
    const { action, problems } = readAction(source("action.yml", text));
    expect(problems).toEqual([]);
    expect(action?.inputs.map(({ id, required, default: fallback }) => [id.value, required, fallback?.text])).toEqual([
      ["who", true, "you"],
    ]);
    expect(action?.runs.kind === "composite" && action.runs.steps.map(({ kind }) => kind)).toEqual(["run"]);
  });

  it("a composite action's step: its shell may be an input, its time is its job's", () => {
    const text = (more: string) =>
      `name: x\ninputs: { s: {} }\nruns:\n  using: composite\n  steps:\n    - run: echo\n      shell: \${{ inputs.s }}\n${more}`;
    expect(readAction(source("action.yml", text(""))).problems).toEqual([]);
    const { problems } = readAction(source("action.yml", text("      timeout-minutes: 3\n")));
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^a composite action's step with "run" has no key "timeout-minutes"; its keys are/),
    ]);
  });
});
