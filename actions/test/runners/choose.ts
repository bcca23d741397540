import { dirname, join } from "node:path";
import { ActionError, type Deps, kitError } from "../../../src/action/index.ts";
import { command } from "./command.ts";
import { measuresCoverage, type Project, runnersOf } from "./detect.ts";
import { jest } from "./jest.ts";
import { node } from "./node.ts";
import { pytest } from "./pytest.ts";
import type { Runner, RunnerName } from "./runner.ts";
import { unittest } from "./unittest.ts";
import { unittestReport, unittestReportName } from "./unittest-report.ts";
import { vitest } from "./vitest.ts";

export interface Wanted {
  readonly runner: RunnerName | "auto";
  readonly command: string | undefined;
  readonly folder: string;
  readonly python: string;
}

const described = ["package.json", "pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", ".pytest.ini"];
const listed = [...described, "requirements.txt", "requirements-dev.txt"];

async function projectIn(folder: string, { files }: Deps): Promise<Project> {
  const texts = new Map<string, string>();
  for (const name of listed.filter((one) => files.exists(join(folder, one))))
    texts.set(name, await files.read(join(folder, name)));
  return { names: await files.list(folder), text: (name) => texts.get(name) };
}

function only(project: Project, folder: string): RunnerName {
  const [first, ...more] = runnersOf(project);
  if (first !== undefined && more.length === 0) return first;
  throw new ActionError(
    "no-runner",
    first === undefined ? `${folder} does not say what runs its tests` : `${folder} could be tested by several`,
    {
      expected: "vitest or jest in package.json, `node --test` as its test script, pytest's settings, or Python tests",
      came:
        first === undefined ? project.names.slice(0, 10).join(", ") || "an empty folder" : [first, ...more].join(", "),
    },
  );
}

/** The project's own copy, in its node_modules or those of a folder above: a workspace has one for all. */
function binary(folder: string, path: string, name: string, { files, runner }: Deps): string {
  for (let at = folder; ; at = dirname(at)) {
    const place = join(at, "node_modules", path);
    if (files.exists(place)) return place;
    if (at === runner.workspace || dirname(at) === at) break;
  }
  throw new ActionError("no-runner", `${name} is not installed in ${folder}`, {
    expected: join("node_modules", path),
    hint: "Set `install: npm`, or install the dependencies in a step before.",
  });
}

/** The runner that was asked for, or the one that the project's files name, ready to make its plans. */
export async function chooseRunner(wanted: Wanted, deps: Deps): Promise<Runner> {
  const { folder, python } = wanted;
  const project = await projectIn(folder, deps);
  const name = wanted.runner === "auto" ? only(project, folder) : wanted.runner;
  switch (name) {
    case "vitest":
      return vitest(binary(folder, "vitest/vitest.mjs", name, deps));
    case "jest":
      return jest(binary(folder, "jest/bin/jest.js", name, deps));
    case "node":
      return node;
    case "pytest":
      return pytest(python, measuresCoverage(project), await deps.files.temporaryFolder("pytest"));
    case "unittest": {
      const script = join(await deps.files.temporaryFolder("unittest"), unittestReportName);
      await deps.files.write(script, unittestReport);
      return unittest(python, script);
    }
    case "command":
      if (wanted.command === undefined) throw kitError("bad-input", "with `runner: command`, `command` is needed");
      return command(wanted.command);
  }
}
