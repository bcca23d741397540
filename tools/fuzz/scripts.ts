/** Code with values in it, as `sh`, `pwsh` and `python` hand it to generation. `§` is where a value stands. */
import { lift } from "../../src/emit/script/lift.ts";
import { Expr } from "../../src/expr/expression.ts";
import { path } from "../../src/expr/node.ts";

export const scripts = {
  sh: [
    `echo § "a § b" 'c' $(cat § | sort) >> "$GITHUB_OUTPUT"\n`,
    "cat <<EOF | tee x\n a § $(id) `date`\nEOF\ncat <<-'END'\n\tno\n\tEND\necho §\n",
    `case "$1" in a|b) echo § ;; (c) echo $((1 + 2)) \${X:-"§"} ;; esac # it's §\n`,
    `bash -c 'echo "$1"' sh § && for i in § x; do eval "$i"; done; a=(1 §); [[ § == x ]]\n`,
  ],
  pwsh: [
    `Write-Output § "a § $(Get-Item §) \`" b" 'it''s' # §\n`,
    `$x = @"\na § "quoted" $y\n"@\n$z=@'\nraw\n'@\nif ($x -eq §) { exit 1 }\n`,
    `& tool --% raw §\n<# § #> Invoke-Expression §; pwsh -Command "§" \${env:A} @(§, 'b')\n`,
  ],
  python: [
    `import os\nprint(§, "a", '''b § \\''' ''', f"{§}") # it's §\n`,
    `x = {§: [§, ""]}\nexec("x")\nprint(r'\\' + §)\n`,
  ],
} as const;

/** Whatever the text: it is refused in words, or each value is read from the one variable that carries it. */
export function lifted(language: keyof typeof scripts, text: string): string | undefined {
  const value: Expr<string, "inputs"> = new Expr(path("inputs", "value"));
  const parts = text.split("§");
  const { run, env, problems } = lift({ kind: "run", language, parts, values: parts.slice(1).map(() => value) });
  if (problems.some((problem) => problem.length < 10)) return "a problem without words";
  if (problems.length > 0 || parts.length === 1) return undefined;
  const [name, ...others] = Object.keys(env);
  if (name === undefined || others.length > 0) return `the variables are ${Object.keys(env).join(", ") || "none"}`;
  const times = run.split(name).length - 1;
  return times === parts.length - 1 ? undefined : `${parts.length - 1} values, and ${name} is read ${times} times`;
}
