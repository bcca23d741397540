import type { ActionSpec } from "../../src/spec/action.ts";

export const spec = {
  name: "test",
  title: "Test",
  description: "Runs the tests, says which failed and why, and tells a failed test from a run that broke.",
  inputs: {
    folder: { type: "path", description: "The project.", default: ".", exists: "folder" },
    runner: {
      type: "choice",
      description: "What runs the tests; `auto` goes by the project's files, `command` runs the input of that name.",
      options: ["auto", "vitest", "jest", "node", "pytest", "unittest", "command"],
      default: "auto",
    },
    command: {
      type: "string",
      description: "With `runner: command`: a line for the shell; it writes JUnit files, which `reports` names.",
      example: "make test",
    },
    args: {
      type: "list",
      description: "Further arguments for the runner.",
      example: "src/cart",
    },
    install: {
      type: "list",
      description: "Install locked dependencies first: npm from package-lock.json, pip into an environment of its own.",
      options: ["npm", "pip"],
      separator: "comma",
    },
    "install-scripts": {
      type: "boolean",
      description: "Let npm packages run their install scripts, too.",
      default: false,
    },
    requirements: {
      type: "list",
      description:
        "What pip installs, in the folder; left out: `requirements.txt` and `requirements-dev.txt`, as far as they are there.",
      example: "requirements.txt",
    },
    python: { type: "string", description: "The Python to run.", default: "python3" },
    reports: {
      type: "list",
      description: "JUnit files that the tests write, in the folder; left out: the action asks the runner for one.",
      example: "reports/**/*.xml",
    },
    timeout: { type: "duration", description: "How long the tests may take, all runs together.", default: "20m" },
    reruns: {
      type: "integer",
      description: "How often failed tests run again; what passes then is flaky: listed, and no failure.",
      default: 0,
      min: 0,
      max: 5,
    },
    "rerun-limit": {
      type: "integer",
      description: "When more tests than this fail, none runs again: so many are broken, not flaky.",
      default: 10,
      min: 1,
    },
    "fail-on-flaky": { type: "boolean", description: "Fail when a test was flaky.", default: false },
    coverage: { type: "boolean", description: "Measure coverage, with the runner's own means.", default: false },
    "coverage-files": {
      type: "list",
      description: "lcov or Cobertura files that the tests write, in the folder, instead of what the action asks for.",
      example: "coverage/lcov.info",
    },
    "min-coverage": {
      type: "number",
      description: "The least share of lines that tests must reach, in percent.",
      min: 0,
      max: 100,
    },
    "min-branch-coverage": { type: "number", description: "The same for branches.", min: 0, max: 100 },
    "coverage-baseline": {
      type: "path",
      description: "An earlier lcov or Cobertura file to compare with; none there is no failure.",
      within: "anywhere",
      example: "main/lcov.info",
    },
    "max-coverage-drop": {
      type: "number",
      description: "How many points below the baseline fail; left out: the difference is only shown.",
      min: 0,
      max: 100,
    },
    "report-folder": {
      type: "path",
      description: "Where the reports go; left out: a folder that goes away with the job.",
      within: "anywhere",
    },
  },
  outputs: {
    verdict: {
      type: "choice",
      options: ["ok", "findings", "tool-error"],
      description: "All passed; a test failed or a bar was missed; or: the tests could not be run to their end.",
    },
    cause: {
      type: "choice",
      options: [
        "none",
        "failures",
        "flaky",
        "coverage",
        "no-tests",
        "collection",
        "crash",
        "out-of-memory",
        "timeout",
        "other",
      ],
      description: "What the verdict comes from.",
    },
    total: { type: "integer", description: "Tests that the runner found, the skipped ones too." },
    passed: { type: "integer", description: "Tests that passed, at once or when run again." },
    failed: { type: "integer", description: "Tests that failed, also by an error." },
    skipped: { type: "integer", description: "Tests that did not run." },
    flaky: { type: "integer", description: "Tests that passed only when run again." },
    duration: { type: "duration", description: "How long the tests took, all runs together." },
    coverage: { type: "number", description: "Lines that tests reached, in percent." },
    "branch-coverage": { type: "number", description: "The same for branches, where the runner measures them." },
    "coverage-change": { type: "number", description: "Points above the baseline, or below it." },
    report: { type: "path", description: "All results, as JSON." },
    "coverage-file": { type: "path", description: "The coverage file: the baseline of a later run." },
  },
  permissions: [],
  errors: {
    "no-runner": {
      meaning: "What runs the tests is not there, or cannot be told from the project's files.",
      hint: "Set `runner` and `folder`; `install` brings the project's own dependencies.",
    },
    "not-locked": {
      meaning: "Dependencies were to be installed, and nothing pins them.",
      hint: "Commit package-lock.json, or a requirements file with `==` on every line (`pip-compile --generate-hashes`).",
    },
    "install-failed": {
      meaning: "The dependencies could not be installed.",
      hint: "The installer's last lines are above. A package that must build something needs `install-scripts: true`.",
    },
    "no-tests": {
      meaning: "Not one test ran: none was found, or all were skipped.",
      hint: "Check `folder`, the runner's patterns for test files, and `args`.",
    },
    collection: {
      meaning: "Test files could not be loaded, so their tests did not run.",
      hint: "Mend the import or syntax error above; no test says anything about it.",
    },
    crash: {
      meaning: "The runner ended before it had reported all tests.",
      hint: "Look at the last lines above: a call of exit, a native crash, or an error outside of any test.",
    },
    "out-of-memory": {
      meaning: "The tests used more memory than there is, and were killed.",
      hint: "Run fewer at once, give the job a larger runner, or find the leak: the last test above is a good start.",
    },
    timeout: {
      meaning: "The tests did not end in time, and were stopped.",
      hint: "The last lines above show where it hung; raise `timeout` only if the tests are slow by nature.",
    },
    "no-report": {
      meaning: "The run left no JUnit report, so nobody knows what was tested.",
      hint: "Set `reports` to where the command writes them.",
    },
    "bad-report": {
      meaning: "A report or a coverage file cannot be read.",
      hint: "It must be JUnit XML; coverage must be lcov or Cobertura.",
    },
  },
  runs: { using: "node24" },
  branding: { icon: "check-circle", color: "green" },
  docs: "https://github.com/tidegate/tidegate/blob/main/actions/test/README.md",
} as const satisfies ActionSpec;
