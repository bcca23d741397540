import type { RunnerName } from "./runner.ts";

/** What a project's files say about it. */
export interface Project {
  /** names in the folder */
  readonly names: readonly string[];
  /** the text of a file in the folder; undefined where there is none */
  readonly text: (name: string) => string | undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function packageOf({ text }: Project): { readonly needs: readonly string[]; readonly script: string } | undefined {
  const source = text("package.json");
  if (source === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    return { needs: [], script: "" };
  }
  const part = (name: string) => (isObject(json) && isObject(json[name]) ? json[name] : {});
  const script = part("scripts")["test"];
  return {
    needs: [...Object.keys(part("dependencies")), ...Object.keys(part("devDependencies"))],
    script: typeof script === "string" ? script : "",
  };
}

function javascript(project: Project): RunnerName | undefined {
  const found = packageOf(project);
  if (found === undefined) return undefined;
  const both = (["vitest", "jest"] as const).filter((name) => found.needs.includes(name));
  if (both.length === 2) return both.find((name) => found.script.includes(name));
  return both[0] ?? (/\bnode\b.*--test\b/.test(found.script) ? "node" : undefined);
}

const pytestFiles = ["pytest.ini", ".pytest.ini", "conftest.py"];
const pytestSigns: readonly (readonly [string, RegExp])[] = [
  ["pyproject.toml", /^\[tool\.pytest|["']pytest\b/m],
  ["setup.cfg", /^\[tool:pytest\]/m],
  ["tox.ini", /^\[pytest\]/m],
  ["requirements-dev.txt", /^pytest\b/m],
  ["requirements.txt", /^pytest\b/m],
];

function python({ names, text }: Project): RunnerName | undefined {
  const signs = pytestSigns.some(([name, sign]) => sign.test(text(name) ?? ""));
  if (signs || pytestFiles.some((name) => names.includes(name))) return "pytest";
  const tests = names.some((name) => /^test\w*\.py$/.test(name));
  const code = names.includes("pyproject.toml") || names.includes("setup.py") || names.includes("requirements.txt");
  return tests || (code && (names.includes("tests") || names.includes("test"))) ? "unittest" : undefined;
}

/** The runners that a project's files ask for: one, or nobody can tell. */
export const runnersOf = (project: Project): readonly RunnerName[] =>
  [javascript(project), python(project)].filter((name) => name !== undefined);

/** `--cov` in pytest's own settings: what is measured is then theirs to say. */
export const measuresCoverage = ({ text }: Project): boolean =>
  ["pyproject.toml", "pytest.ini", ".pytest.ini", "setup.cfg", "tox.ini"].some((name) =>
    /^\s*addopts\b[^[]*--cov\b/m.test(text(name) ?? ""),
  );
