import { checkout, setupNode, setupPython } from "../../src/bindings/actions/index.ts";
import { choose, eq, isTrue, job, type Script, type StepFunction, sh, variable } from "../../src/index.ts";
import type { Checked } from "./all-good.ts";
import type { Area } from "./area.ts";
import type { Changes } from "./changes.ts";
import { titled } from "./title.ts";

/** The repository with its packages, as CONTRIBUTING.md says. */
function prepared(step: StepFunction): void {
  step(checkout({ persistCredentials: false }));
  step(setupNode({ nodeVersion: "24", cache: "npm" }));
  step(sh`npm ci`, { name: "Install", permissions: {} });
}

interface Check {
  readonly id: string;
  readonly name: string;
  readonly area?: Area;
  readonly minutes: number;
  /** programs that are not npm packages: Prometheus's, actionlint, zizmor */
  readonly programs?: true;
  readonly run: Script;
}

/** `npm test`; in a rehearsal without the tests that start processes, which rehearse in their turn. */
const library = choose({ when: eq(variable("LIBRARY"), "no processes"), use: "check" }, "test");

const checks: readonly Check[] = [
  {
    id: "manifests",
    name: "Manifests",
    area: "manifests",
    minutes: 10,
    run: sh`npx vitest run test/shop/manifests.test.ts test/shop/administration.test.ts test/shop/serving.test.ts`,
  },
  {
    id: "monitoring",
    name: "Monitoring",
    area: "monitoring",
    minutes: 15,
    programs: true,
    run: sh`npx vitest run test/shop/monitoring.test.ts test/integration/shop/monitoring.test.ts`,
  },
  { id: "library", name: "Library", minutes: 45, programs: true, run: sh`npm run ${library}` },
  {
    id: "generated",
    name: "Generated files",
    minutes: 10,
    run: sh`
      node tools/generate-actions.ts --check
      node src/cli/main.ts generate --check
      node src/cli/main.ts graph
    `,
  },
  {
    id: "linters",
    name: "actionlint and zizmor",
    minutes: 15,
    programs: true,
    run: sh`npx vitest run test/github test/integration/github`,
  },
];

/** What is checked of the repository beside its services. */
export const project = (touched: Changes): readonly Checked[] =>
  checks.map(({ id, name, area, minutes, programs, run }) => ({
    area,
    job: job(id, {
      name: titled(name),
      if: area && isTrue(touched.outputs[area]),
      runsOn: "ubuntu-24.04",
      timeoutMinutes: minutes,
      steps: ({ step }) => {
        prepared(step);
        if (programs) {
          step(setupPython({ pythonVersion: "3.11" }));
          step(sh`node tools/prepare/main.ts`, { name: "Prepare the programs", permissions: {} });
        }
        step(run, { name, permissions: {} });
      },
    }),
  }));
