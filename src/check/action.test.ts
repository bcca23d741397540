// biome-ignore-all lint/suspicious/noTemplateCurlyInString: actions are full of them
import { describe, expect, it } from "vitest";
import { checkAction } from "./action.ts";
import { project } from "./project.ts";

const check = (text: string) =>
  checkAction(
    "setup/action.yml",
    text,
    project(() => undefined),
  ).map(({ line, code, severity }) => `${line} ${severity} ${code}`);
/** A composite action; its steps begin in line 7. */
const composite = (...steps: string[]) =>
  `name: setup\ninputs:\n  who: { required: true }\nruns:\n  using: composite\n  steps:\n${steps.map((line) => `    ${line}\n`).join("")}`;

describe("an action's own file", () => {
  it.each([
    ["that is right", composite('- run: echo "$WHO"', "  shell: bash", "  env: { WHO: '${{ inputs.who }}' }"), []],
    [
      "whose script takes an input as it is",
      composite("- run: echo ${{ inputs.who }}", "  shell: bash"),
      ["7 info script-injection"],
    ],
    [
      "whose script takes a stranger's text",
      composite("- run: echo ${{ github.head_ref }}", "  shell: bash"),
      ["7 error script-injection"],
    ],
    [
      "that reads an input it does not have",
      composite("- run: echo", "  shell: bash", "  env: { X: '${{ inputs.whom }}' }"),
      ["9 error unknown-input"],
    ],
    [
      "that asks for a secret",
      composite("- run: echo", "  shell: bash", "  env: { X: '${{ secrets.X }}' }"),
      ["9 error expression-place"],
    ],
    ["without a shell", composite("- run: echo"), ["7 error syntax"]],
    ["that uses a folder of its caller", composite("- uses: ./other"), ["7 error local-action"]],
    ["for a Node that is gone", "name: a\nruns:\n  using: node16\n  main: x.js\n", ["3 warning outdated-action"]],
    ["without what it runs", "name: a\nruns:\n  using: node24\n", ["2 error syntax"]],
  ])("%s", (_, text, expected) => {
    expect(check(text)).toEqual(expected);
  });
});
