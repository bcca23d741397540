/** `npm run check`: everything a commit must pass. `--all` adds the tests that start real processes. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { checkBundles } from "./bundle/check.ts";
import { checkImports } from "./imports/check.ts";
import { prepareLinters } from "./prepare/linters.ts";
import { nodePackages, nodeServices, pythonPackages, pythonServices } from "./prepare/packages.ts";
import { debianPrograms } from "./prepare/programs.ts";
import { runStages, type Stage } from "./stages/stage.ts";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);

function trackedSources(): string[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", "*.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\n").filter((path) => path !== "" && !path.includes("/dist/") && !path.includes("/programs/"));
}

const all = process.argv.includes("--all");
const results = (name: string) => join(root, "test-results", name);

/** Each service's own tests, as its own pipeline runs them, with their report left where the tally finds it. */
const serviceTests: Stage[] = [
  ...nodeServices(root).map((folder): Stage => {
    const name = basename(folder);
    const reports = ["--reporter=default", "--reporter=json", `--outputFile.json=${results(`${name}.json`)}`];
    return {
      name: `tests of ${name}`,
      mend: `npm test in services/${name}`,
      run: ["npm", "test", "--prefix", folder, "--", ...reports],
    };
  }),
  ...pythonServices(root).map((folder): Stage => {
    const name = basename(folder);
    const python = join(folder, ".venv/bin/python");
    return {
      name: `tests of ${name}`,
      mend: `.venv/bin/python -m pytest in services/${name}`,
      run: [
        python,
        "-m",
        "pytest",
        "-q",
        "--rootdir",
        folder,
        "-c",
        join(folder, "pyproject.toml"),
        folder,
        `--junitxml=${results(`${name}.xml`)}`,
      ],
    };
  }),
];

const stages: Stage[] = [
  { name: "format and lint", mend: "npx biome check --write", run: [bin("biome"), "check", "--error-on-warnings"] },
  {
    name: "services' packages",
    mend: "the message says which command failed; run it in that folder",
    run: async () => {
      await nodePackages(root);
      if (all) await pythonPackages(root);
      // what cannot be had is no failure yet: the tests that need it say what they miss
      if (all) for (const note of [...debianPrograms(root), ...(await prepareLinters(root))]) console.log(note);
      return [];
    },
  },
  { name: "types", mend: "npx tsc, then mend what it names", run: [bin("tsc"), "-p", "tsconfig.json"] },
  ...nodeServices(root).flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => /^tsconfig.*\.json$/.test(file))
      .map((file): Stage => {
        const project = `services/${basename(folder)}/${file}`;
        return {
          name: `types of ${basename(folder)}`,
          mend: `npx tsc -p ${project}`,
          run: [bin("tsc"), "-p", project],
        };
      }),
  ),
  {
    name: "import table",
    mend: "move the code to where it may be imported, or change tools/imports/table.ts with an ADR",
    run: () =>
      checkImports(trackedSources().map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))).map(
        (f) => `${f.path}:${f.line} ${f.message}`,
      ),
  },
  {
    name: "generated files",
    mend: "npm run generate",
    run: [process.execPath, "tools/generate-actions.ts", "--check"],
  },
  {
    name: "generated workflows",
    mend: "npm run generate",
    run: [process.execPath, "src/cli/main.ts", "generate", "--check"],
  },
  {
    name: "generated example",
    mend: "npm run generate",
    run: [process.execPath, "tools/generate-example.ts", "--check"],
  },
  { name: "bundles", mend: "npm run build -- --bundles", run: () => checkBundles(root) },
  ...(all ? serviceTests : []),
  {
    name: "tests",
    mend: "npx vitest run FILE shows one file alone",
    run: [
      bin("vitest"),
      "run",
      "--reporter=default",
      "--reporter=json",
      "--reporter=./tools/again/reporter.ts",
      "--outputFile.json=test-results/vitest.json",
      ...(all ? [] : ["--project", "unit"]),
    ],
  },
];

const outcome = await runStages(stages, root);
process.exitCode = outcome.every((r) => r.ok) ? 0 : 1;
