import { expect, test } from "vitest";
import { github, secret } from "../../expr/contexts.ts";
import { Expr } from "../../expr/expression.ts";
import { path } from "../../expr/node.ts";
import { eq } from "../../expr/operators.ts";
import type { Script } from "../../workflow/runnable.ts";
import { pwsh, python, sh } from "../../workflow/script.ts";
import { lift } from "./lift.ts";

const run = (script: Script) => {
  const { run, problems } = lift(script.code);
  return problems.length > 0 ? problems : run;
};
const x: Expr<string, "inputs"> = new Expr(path("inputs", "x"));
const refused = (why: string) => [expect.stringContaining(why)];

test.each<[string, Script, unknown]>([
  ["a word", sh`echo ${x}`, 'echo "$X"'],
  ["part of a word", sh`echo --tag=${x}/y`, 'echo --tag="$X"/y'],
  ["in double quotes", sh`echo "a ${x}b"`, 'echo "a ${X}b"'],
  ["in a command substitution inside double quotes", sh`echo "$(cat ${x})"`, 'echo "$(cat "$X")"'],
  ["a here-string", sh`cat <<<${x}`, 'cat <<<"$X"'],
  ["an assignment", sh`A=${x} b`, 'A="$X" b'],
])("%s", (_, script, expected) => {
  expect(run(script)).toEqual(expected);
});

test("heredocs, case patterns and comments do not lead astray", () => {
  expect(
    run(sh`
      cat <<-EOF # it's
      	a ${x}
      	EOF
      out=$(case "$1" in a) echo ${x} ;; (b) true ;; esac; echo ${x})
      # don't
      echo ${x}
    `),
  ).toBe(
    'cat <<-EOF # it\'s\n\ta ${X}\n\tEOF\nout=$(case "$1" in a) echo "$X" ;; (b) true ;; esac; echo "$X")\n# don\'t\necho "$X"\n',
  );
});

test.each<[string, Script, string]>([
  ["single quotes", sh`echo 'a ${x}'`, "inside '…'"],
  [
    "a quoted heredoc",
    sh`
    cat <<'EOF'
    ${x}
    EOF
  `,
    "heredoc with a quoted word",
  ],
  ["ANSI-C quotes", sh`echo $'a ${x}'`, "$'…'"],
  ["backticks", sh`echo \`cat ${x}\``, "write $(…)"],
  ["arithmetic", sh`echo $((1 + ${x}))`, "arithmetic"],
  ["an arithmetic command", sh`((a = ${x}))`, "arithmetic"],
  ["a parameter expansion", sh`echo "\${a:-${x}}"`, "inside ${…}"],
  ["a comment", sh`echo # ${x}`, "comment"],
  ["behind a dollar", sh`echo $${x}`, "a $ stands"],
  ["eval", sh`eval ${x}`, "eval runs its arguments as code"],
  ["the code of sh -c", sh`sudo bash -c "echo ${x}"`, "bash -c runs this word as code"],
  ["the code of node -e", sh`node -e ${x}`, "node -e runs this word as code"],
  ["GitHub's own braces", sh`echo \${{ github.ref }}`, "as text"],
  ["a Python string", python`print("${x}")`, "Python string"],
  ["a PowerShell string", pwsh`echo '${x}'`, "inside '…'"],
  ["a string in typographic quotes", pwsh`echo ‘${x}’`, "inside '…'"],
  ["the end of a PowerShell word", pwsh`echo --tag=${x}`, "only part of a word"],
  ["the beginning of a PowerShell word", pwsh`echo ${x}/y`, "only part of a word"],
  ["a value right behind another", pwsh`echo ${x}${x}`, "only part of a word"],
  ["a value right behind a subexpression", pwsh`echo $(id)${x}`, "only part of a word"],
  ["Invoke-Expression", pwsh`Invoke-Expression "echo ${x}"`, "Invoke-Expression runs its arguments as code"],
  ["the code of pwsh -Command", pwsh`pwsh -NoProfile -Command ${x}`, "pwsh -Command runs this word as code"],
  ["what PowerShell does not expand", pwsh`tool --% ${x}`, "behind --%"],
])("refused: %s", (_, script, why) => {
  expect(run(script)).toEqual(refused(why));
});

test("an argument after the code of sh -c is data", () => {
  expect(run(sh`sh -c 'echo "$1"' sh ${x}`)).toBe(`sh -c 'echo "$1"' sh "$X"`);
});

test("what is known now becomes quoted text", () => {
  expect(run(sh`echo ${"a b"} ${"plain"} ${3} ${"it's"} "${'a"$b'}" '${"it's"}' ${["x", "y z"]}`)).toBe(
    `echo 'a b' plain 3 'it'\\''s' "a\\"\\$b" 'it'\\''s' x 'y z'`,
  );
});

test("PowerShell and Python read the environment in their own way", () => {
  expect(run(pwsh`Write-Output ${x} "a ${x}" $(Get-Item ${x}) ${"it's"}`)).toBe(
    `Write-Output "\${env:X}" "a \${env:X}" $(Get-Item "\${env:X}") 'it''s'`,
  );
  expect(
    run(python`
    import sys
    print(${x}, ${"a\nb"}, ${1}) # it's
    print(${x})
  `),
  ).toBe('import os\nimport sys\nprint(os.environ["X"], "a\\nb", 1) # it\'s\nprint(os.environ["X"])\n');
});

test("names are readable, and no value takes a name that programs or the script use", () => {
  const given = lift(
    sh`VERSION=1; echo ${github.ref_name} ${new Expr(path("inputs", "version"))} ${new Expr(path("inputs", "path"))} ${secret("NPM_TOKEN")} ${eq(github.ref, "x")} ${new Expr(path("needs", "build", "outputs", "image-digest"))}`
      .code,
  );
  expect(Object.keys(given.env)).toEqual([
    "REF_NAME",
    "THE_VERSION",
    "INPUTS_PATH",
    "NPM_TOKEN",
    "REF_X",
    "BUILD_IMAGE_DIGEST",
  ]);
});

test("a step called after its output is named once", () => {
  const version = new Expr<string, "steps">(path("steps", "version", "outputs", "version"));
  expect(run(sh`echo ${version}`)).toBe('echo "$VERSION"');
});

test("nothing is lifted twice, and what the step's env has already is read there", () => {
  const script = sh`echo ${x} ${x} ${secret("T")}`.code;
  expect(lift(script, { TOKEN: secret("T") })).toMatchObject({ run: 'echo "$X" "$X" "$TOKEN"', problems: [] });
  expect(Object.keys(lift(script, { TOKEN: secret("T") }).env)).toEqual(["X"]);
});

test("a script within a script brings its values along", () => {
  const inner = sh`echo ${x}`;
  expect(run(sh`if true; then ${inner}; fi`)).toBe('if true; then echo "$X"; fi');
  expect(run(sh`echo "${inner}"`)).toEqual(refused("only where a command may"));
});
