import { checkout, downloadArtifact, setupNode, setupPython, uploadArtifact } from "../src/bindings/actions/index.ts";
import { always, and, github, job, ne, notEmpty, orElse, type StepFunction, sh, text, workflow } from "../src/index.ts";
import { imageName, kubeconfigThere, ofDigest, pipeline } from "../src/pipelines/index.ts";
import config from "../tidegate.config.ts";
import { raiseIssue } from "./scheduled/issue.ts";

const { actions, services, secret, onBranch } = pipeline(config, "$/actions");

/** Every job leaves what it found as lines of a file; the last one raises them. */
const found = "findings.md";

function prepared(step: StepFunction): void {
  step(checkout({ persistCredentials: false }));
  step(setupNode({ nodeVersion: "24", packageManagerCache: false }));
  step(sh`npm ci --ignore-scripts`, { name: "Install", permissions: {} });
}

const kept = (step: StepFunction, name: string) =>
  step(uploadArtifact({ name: `findings-${name}`, path: found, ifNoFilesFound: "ignore" }), { if: always() });

/** What stands in the repository: known vulnerabilities, pins that have newer releases, ignores that end soon. */
const repository = job("repository", {
  name: "Repository",
  if: onBranch,
  runsOn: config.runsOn,
  timeoutMinutes: 30,
  steps: ({ step }) => {
    prepared(step);
    step(setupPython({ pythonVersion: "3.11" }));
    for (const folder of [".", ...services.map(({ path }) => path)]) {
      const audit = step(actions.audit({ folder }), {
        id: `audit-${folder.replace(/\W+/g, "-").replace(/^-$/, "root")}`,
        name: `Audit ${folder}`,
        continueOnError: true,
      });
      // an audit that was killed left no verdict: that is nothing good either
      step(sh`echo ${`- audit of ${folder}: `}${orElse(audit.outputs.verdict, "broke off")} >> ${found}`, {
        name: `Note ${folder}`,
        if: ne(audit.outputs.verdict, "ok"),
        permissions: {},
      });
    }
    step(
      sh`
        node src/cli/main.ts update --dry-run --lock src/bindings/actions/lock.json > pins.txt || echo '- pins: not all could be looked at' >> ${found}
        sed -n '/ → /s/^/- pins: /p' pins.txt >> ${found}
        node tools/watch/ignores.ts >> ${found} || echo '- ignores: the policy could not be read' >> ${found}
      `,
      { name: "Pins and ignores", env: { GITHUB_TOKEN: github.token }, permissions: {} },
    );
    kept(step, "repository");
  },
});

/** What is live in production: records that nobody ends, fields that somebody took, images in which something was found since. */
const live = job("live", {
  name: "Production",
  if: onBranch,
  runsOn: config.runsOn,
  timeoutMinutes: 45,
  environment: { name: "production-read", deployment: false },
  steps: ({ step, runner }) => {
    kubeconfigThere(step, "KUBE_CONFIG_READ", secret("KUBE_CONFIG_READ"));
    prepared(step);
    const seen = step(
      sh`
        umask 077
        trap 'rm "$KUBECONFIG"' EXIT
        printf '%s' ${secret("KUBE_CONFIG_READ")} > "$KUBECONFIG"
        node tools/watch/live.ts production >> ${found}
      `,
      {
        name: "Compare the cluster with its records",
        env: { KUBECONFIG: text`${runner.temp}/kubeconfig` },
        outputs: ["frontend", "product-api", "order-api"],
        permissions: {},
      },
    );
    for (const service of services) {
      const digest = ofDigest(seen.outputs[service.name]);
      const scan = step(actions.trivyScan({ name: imageName(config, service), image: digest }), {
        id: `scan-${service.name}`,
        name: `Scan the live ${service.name}`,
        if: notEmpty(digest),
        continueOnError: true,
      });
      step(sh`echo ${`- scan of ${service.name}: `}${orElse(scan.outputs.verdict, "was not done")} >> ${found}`, {
        name: `Note ${service.name}`,
        if: ne(scan.outputs.verdict, "ok"),
        permissions: {},
      });
    }
    kept(step, "live");
  },
});

/** What was found reaches people as one issue. */
const report = job("report", {
  name: "Report",
  needs: [repository, live],
  if: and(always(), onBranch),
  runsOn: config.runsOn,
  timeoutMinutes: 10,
  steps: ({ step }) => {
    const fetched = step(downloadArtifact({ pattern: "findings-*", path: "found" }), {
      name: "Fetch what was found",
      continueOnError: true,
    });
    raiseIssue(step, { repository: repository.result, production: live.result, fetched: fetched.outcome }, found);
  },
});

/** Looks every morning at what nobody changed. */
export default workflow("Scheduled", {
  on: { schedule: [{ cron: "17 4 * * *" }], workflow_dispatch: {} },
  concurrency: { group: "scheduled", queue: "max" },
  jobs: () => [repository, live, report],
});
