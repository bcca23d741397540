// biome-ignore-all lint/suspicious/noTemplateCurlyInString: workflows are full of them
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readLock } from "../../src/check/lock.ts";
import { project } from "../../src/check/project.ts";
import { unknownNames } from "../../src/check/python/names.ts";
import { tokensOf } from "../../src/check/python/token.ts";
import { checkWorkflow } from "../../src/check/run.ts";
import { readsOf } from "../../src/expr/parse.ts";
import { type Problem, parseExpression, readAction, readWorkflow, source } from "../../src/read/index.ts";
import { lifted, scripts } from "./scripts.ts";

export interface Parser {
  readonly seeds: readonly string[];
  /** Reads damaged text; returns what is wrong with how it was read, never with the text. */
  readonly read: (text: string) => string | undefined;
}

const rulesFolder = join(import.meta.dirname, "../../docs/rules");
const workflows = readdirSync(rulesFolder).flatMap((name) =>
  [...readFileSync(join(rulesFolder, name), "utf8").matchAll(/```yaml[^\n]*\n([\s\S]*?)```/g)].map(
    ([, text = ""]) => text,
  ),
);
const expressions = workflows.flatMap((text) => [...text.matchAll(/\$\{\{(.*?)\}\}/g)].map(([, inner = ""]) => inner));

const actions = [
  "name: a\ndescription: d\ninputs:\n  who: { required: true, default: you }\noutputs:\n  x: { value: '${{ steps.a.outputs.x }}' }\nruns:\n  using: composite\n  steps:\n    - id: a\n      run: echo $WHO\n      shell: bash\n      env: { WHO: '${{ inputs.who }}' }\n",
  "name: a\nruns:\n  using: node24\n  main: index.js\n  post: done.js\n  post-if: always()\n",
  "name: a\nruns:\n  using: docker\n  image: Dockerfile\n  args: ['${{ inputs.x }}']\n",
];
const locks = [
  "version: v0.0.3\nworkflows:\n  .github/workflows/ci.yml: [acme/setup@v2]\ndependencies:\n  acme/setup@v2: { ref: v2, commit: sha1-3d3c42e5aac5ba805825da76410c181273ba90b1, owner_id: 1, repo_id: 2 }\n",
];

/** Every problem stands inside the file it is about. */
function misplaced(problems: readonly Problem[]): string | undefined {
  const lost = problems.find(({ at, source: file }) => at.start < 0 || at.end < at.start || at.end > file.text.length);
  return lost && `a problem stands at ${lost.at.start}-${lost.at.end}, outside the file: ${lost.message}`;
}

const nobody = project(() => undefined);

export const parsers: Readonly<Record<string, Parser>> = {
  workflow: { seeds: workflows, read: (text) => misplaced(readWorkflow(source("f", text)).problems) },
  action: { seeds: actions, read: (text) => misplaced(readAction(source("f", text)).problems) },
  expression: {
    seeds: expressions,
    read: (text) => {
      const problems: Problem[] = [];
      parseExpression({ source: source("f", text), problems }, text, { start: 0, end: text.length }, "jobs.<id>.steps");
      return misplaced(problems);
    },
  },
  lock: { seeds: locks, read: (text) => misplaced(readLock(source("f", text)).mistakes) },
  check: {
    seeds: workflows,
    read: (text) => {
      const lines = text.split("\n").length;
      const lost = checkWorkflow("f", text, { project: nobody }).find(
        ({ line, column }) => line < 1 || line > lines || column < 1,
      );
      return lost && `a finding stands at ${lost.line}:${lost.column}, outside the file: ${lost.message}`;
    },
  },
  "what an expression reads": {
    seeds: expressions,
    read: (text) => {
      const { error, paths } = readsOf(text);
      return error !== undefined && paths.length > 0 ? "it is refused and read" : undefined;
    },
  },
  "script of a step in Python": {
    seeds: scripts.python,
    read: (text) => {
      const { tokens, mistake } = tokensOf(text);
      const lost = [...unknownNames(tokens), ...(mistake === undefined ? [] : [mistake])].find(
        ({ at }) => at < 0 || at >= text.length,
      );
      return lost && `something is wrong at ${lost.at}, outside the script`;
    },
  },
  "script in sh": { seeds: scripts.sh, read: (text) => lifted("sh", text) },
  "script in PowerShell": { seeds: scripts.pwsh, read: (text) => lifted("pwsh", text) },
  "script in Python": { seeds: scripts.python, read: (text) => lifted("python", text) },
};
