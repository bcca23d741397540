import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** 20 workflows of 10 jobs of 11 steps: expressions in names, conditions, outputs and env, as pipelines have them. */
export const size = { workflows: 20, jobs: 10, steps: 11 } as const;

export function writeWorkflows(root: string): readonly string[] {
  const folder = join(root, ".github/workflows");
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: size.workflows }, (_, index) => {
    const file = join(folder, `pipeline-${index}.yml`);
    const jobs = Array.from({ length: size.jobs }, (_, job) => jobText(job)).join("");
    const head = `name: Pipeline ${index}\non:\n  push:\n    branches: [main]\n  pull_request:\npermissions: {}\njobs:\n`;
    writeFileSync(file, head + jobs);
    return file;
  });
}

function jobText(job: number): string {
  const before = job - 1;
  const needs =
    job === 0
      ? ""
      : `    needs: [job${before}]\n    if: needs.job${before}.result == 'success' && github.ref == 'refs/heads/main'\n`;
  const steps = Array.from({ length: size.steps - 1 }, (_, step) => stepText(step + 1)).join("");
  return `  job${job}:
    name: Job ${job}
    runs-on: ubuntu-24.04
    timeout-minutes: 10
${needs}    permissions:
      contents: read
    outputs:
      value: \${{ steps.s1.outputs.value }}
    strategy:
      matrix:
        node: [22, 24]
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
${steps}`;
}

function stepText(step: number): string {
  return `      - name: Step ${step} on \${{ matrix.node }}
        id: s${step}
        run: |
          echo "value=${step}" >> "$GITHUB_OUTPUT"
          echo done with $NAME
        env:
          NAME: \${{ github.sha }}-\${{ github.run_number }}
`;
}
