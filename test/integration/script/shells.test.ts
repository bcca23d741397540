/** Every awkward value reaches the program byte for byte, in every quoting, on real shells. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lift } from "../../../src/emit/script/lift.ts";
import { Expr } from "../../../src/expr/expression.ts";
import { path } from "../../../src/expr/node.ts";
import type { Script } from "../../../src/workflow/runnable.ts";
import { bash, python, sh } from "../../../src/workflow/script.ts";
import { awkward } from "./awkward.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-shells-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const value: Expr<string, "inputs"> = new Expr(path("inputs", "value"));

/** Runs a script as a step would: the text in a file, the lifted expression in the environment. */
function output(command: readonly [string, ...string[]], script: Script, given: string): string {
  const { run, env, problems } = lift(script.code);
  expect(problems).toEqual([]);
  const file = join(folder, "script");
  writeFileSync(file, run);
  const [program, ...args] = command;
  const environment = Object.fromEntries(Object.keys(env).map((name) => [name, given]));
  const done = spawnSync(program, [...args, file], {
    env: { PATH: process.env["PATH"], ...environment },
    encoding: "utf8",
  });
  expect(done.stderr).toBe("");
  return done.stdout;
}

/** Each quoting, with what the program must then have got. */
const quotings: readonly (readonly [string, Script, (v: string) => string])[] = [
  ["a word", sh`printf '%s' ${value}`, (v) => v],
  ["part of a word", sh`printf '%s' a=${value}.b`, (v) => `a=${v}.b`],
  ["double quotes", sh`printf '%s' "<${value}>x"`, (v) => `<${v}>x`],
  ["twice in double quotes", sh`printf '%s' "${value}${value}"`, (v) => v + v],
  ["an assignment", sh`a=${value}; printf '%s' "$a"`, (v) => v],
  ["an argument among others", sh`set -- ${value} ${value}; printf '%s' "$#$2"`, (v) => `2${v}`],
  ["a command substitution", sh`a=$(printf '%s.' ${value}); printf '%s' "$a"`, (v) => `${v}.`],
  ["a command substitution in quotes", sh`printf '%s' "$(printf '%s.' "${value}")"`, (v) => `${v}.`],
  [
    "a heredoc",
    sh`
    cat <<END-OF-TEXT
    a ${value} b
    END-OF-TEXT
  `,
    (v) => `a ${v} b\n`,
  ],
  ["a subshell", sh`(printf '%s' ${value})`, (v) => v],
  ["a case word", sh`case ${value} in "${value}") printf '%s' same ;; *) printf '%s' other ;; esac`, () => "same"],
  ["a for list", sh`for a in ${value} x; do printf '%s' "$a"; done`, (v) => `${v}x`],
  [
    "behind a comment with a quote",
    sh`
    # don't
    printf '%s' ${value}
  `,
    (v) => v,
  ],
  ["an argument of sh -c", sh`sh -c 'printf "%s" "$1"' sh ${value}`, (v) => v],
];

const runs = { numRuns: 12 };

test.each(quotings)("bash: %s", (_, script, expected) => {
  fc.assert(
    fc.property(awkward, (v) => {
      expect(output(["bash", "-e"], script, v)).toBe(expected(v));
    }),
    runs,
  );
});

test.each(quotings)("dash: %s", (_, script, expected) => {
  fc.assert(
    fc.property(awkward, (v) => {
      expect(output(["dash", "-e"], script, v)).toBe(expected(v));
    }),
    runs,
  );
});

test.each<[string, Script]>([
  ["a here-string", bash`cat <<<${value}`],
  ["an array", bash`a=(x ${value}); printf '%s\n' "\${a[1]}"`],
  ["a conditional", bash`[[ ${value} == ${value} ]] && printf '%s\n' ${value}`],
])("bash alone: %s", (_, script) => {
  fc.assert(
    fc.property(awkward, (v) => {
      expect(output(["bash", "-e", "-o", "pipefail"], script, v)).toBe(`${v}\n`);
    }),
    runs,
  );
});

test("python", () => {
  const script = python`
    import sys
    sys.stdout.buffer.write((${value} + "|" + {"a": ${value}}["a"]).encode())
  `;
  fc.assert(
    fc.property(awkward, (v) => {
      expect(output(["python3"], script, v)).toBe(`${v}|${v}`);
    }),
    { numRuns: 20 },
  );
});

test("text that is known now is quoted as safely", () => {
  fc.assert(
    fc.property(
      awkward.filter((v) => v.length < 1000),
      (v) => {
        expect(output(["bash", "-e"], sh`printf '%s' ${v} "${v}" '${v}'`, "")).toBe(v + v + v);
        expect(output(["dash", "-e"], sh`printf '%s' ${v}`, "")).toBe(v);
        expect(
          output(
            ["python3"],
            python`
        import sys
        sys.stdout.buffer.write(${v}.encode())
      `,
            "",
          ),
        ).toBe(v);
      },
    ),
    { numRuns: 20 },
  );
});
