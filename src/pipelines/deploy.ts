import { github, secret } from "../expr/contexts.ts";
import type { Expr } from "../expr/expression.ts";
import { orElse } from "../expr/functions.ts";
import { and, eq } from "../expr/operators.ts";
import { text } from "../expr/text.ts";
import { job } from "../workflow/job.ts";
import type { AnyJob } from "../workflow/job-model.ts";
import type { Job } from "../workflow/job-outputs.ts";
import type { StepFunction } from "../workflow/step.ts";
import { onlyOurs } from "./attestation.ts";
import { badEnd } from "./bad-end.ts";
import { type Commit, commitOf, fetchCode } from "./commit.ts";
import { type NamedEnvironment, releaseIn } from "./environment.ts";
import type { BuiltImage } from "./image.ts";
import { kubeconfigThere } from "./kubeconfig.ts";
import { notify } from "./notify.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { preview } from "./preview.ts";
import { imageName, imageOf } from "./service.ts";
import { signIn } from "./sign-in.ts";

/** A job that brings a release to an environment, and what became of it. */
export interface Deployed
  extends Job<{
    /** `live`, or how else it ended; empty where nothing is known */
    status: string;
    release: string;
    /** the attempt of the run in which that happened: news is told once */
    attempt: string;
  }> {
  readonly environment: NamedEnvironment;
}

/** What a deploy waits for, and where its release goes next. */
export interface DeployOptions {
  /** jobs that must have succeeded; of a deploy, its release must have ended live */
  readonly after: readonly (AnyJob | Deployed)[];
  /** where the release goes next: the summary shows what it would change there, and who waits for an approval is told */
  readonly next?: NamedEnvironment;
  readonly commit?: Commit;
}

const isDeployed = (given: AnyJob | Deployed): given is Deployed => "environment" in given;

/** Where the configuration says `after: staging`, the jobs say the same. */
function inOrder({ name, after }: NamedEnvironment, before: readonly Deployed[]): void {
  if (after !== undefined && !before.some((one) => one.environment.name === after))
    throw new TypeError(`${name} comes after ${after} (tidegate.config.ts): give deploy its job, after: [${after}]`);
}

/** The three steps that one sees: deploy, smoke test, and where it turned out bad, back to what worked. */
function release(
  step: StepFunction,
  { config, actions }: PipelineContext,
  environment: NamedEnvironment,
  images: readonly BuiltImage[],
  commit: Commit | undefined,
) {
  const where = releaseIn(config, environment);
  const { name, overlay, smoke, gate, backup, timeout } = environment;
  const deployed = step(
    actions.kustomizeDeploy({
      ...where,
      overlay,
      images: Object.fromEntries(images.map((one) => [imageOf(one.service), one.outputs.image])),
      imageNames: Object.fromEntries(images.map(({ service }) => [imageOf(service), imageName(config, service)])),
      scans: images.map(({ outputs }) => outputs.scan),
      gate: gate === "none" ? undefined : gate,
      backup,
      timeout,
      verifyWindow: "10m",
      commit: commit?.given && commit.sha,
    }),
    { id: "deploy", name: `Deploy to ${name}` },
  );
  const proven = step(actions.smokeTest({ ...where, file: smoke, release: deployed.outputs.release }), {
    id: "smoke",
    name: "Smoke test",
  });
  const back = step(actions.rollback({ ...where, smoke }), {
    id: "rollback",
    name: "Roll back",
    if: badEnd(deployed, proven),
  });
  const status: Expr<string, "steps"> = orElse(
    back.outputs.result,
    orElse(proven.outputs.status, deployed.outputs.status),
  );
  return { status, release: deployed.outputs.release };
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** A job that carries the images to an environment. It goes back by itself only from what this very run made live or tried to. */
export function deploy(
  context: PipelineContext,
  environment: NamedEnvironment,
  images: readonly BuiltImage[],
  { after, next, commit }: DeployOptions,
): Deployed {
  const { config } = context;
  const before = after.filter(isDeployed);
  inOrder(environment, before);
  const { name } = environment;
  const host = environment.hosts?.[0];
  const made = job(name, {
    name: capital(name),
    needs: after,
    if: before.length === 0 ? undefined : and(...before.map(({ outputs }) => eq(outputs.status, "live"))),
    runsOn: config.runsOn,
    timeoutMinutes: 45,
    environment: host === undefined ? name : { name, url: `https://${host}/` },
    steps: ({ step }) => {
      kubeconfigThere(step, environment.kubeconfig, secret(environment.kubeconfig));
      fetchCode(step, commit);
      signIn(step, config);
      onlyOurs(step, config, images);
      const ended = release(step, context, environment, images, commit);
      if (next !== undefined) preview(step, next, images, commit ?? commitOf(config.branch));
      if (next?.gate === "approval")
        notify(step, context, {
          occasion: "waiting-for-approval",
          text: text`${config.app} ${ended.release} is live in ${name} and waits for the approval of ${next.name}`,
        });
      return { ...ended, attempt: github.run_attempt };
    },
  });
  return { ...made, environment };
}
