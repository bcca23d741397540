import { github } from "../expr/contexts.ts";
import type { Expr } from "../expr/expression.ts";
import { and, eq, notEmpty, or } from "../expr/operators.ts";
import type { JobIf } from "../expr/positions.gen.ts";
import { always } from "../expr/status.ts";
import { job } from "../workflow/job.ts";
import type { AnyJob } from "../workflow/job-model.ts";
import { python } from "../workflow/script.ts";
import type { Commit } from "./commit.ts";
import type { Deployed } from "./deploy.ts";
import { type BuiltImage, login } from "./image.ts";
import { notify } from "./notify.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { items } from "./scripts.ts";
import { imageName, imageOf } from "./service.ts";

/** What is announced once it is deployed: images get their versions, people are told. */
export interface AnnounceOptions {
  /** in the order in which a release comes to them; versions are given after the last */
  readonly deployed: readonly [Deployed, ...Deployed[]];
  readonly images: readonly BuiltImage[];
  readonly commit?: Commit;
  readonly if?: JobIf<boolean | null> | undefined;
}

/** How each end reads, by the release's status or else by the job's result. */
const words = python`
  says = {
      "live": "✅ runs this release",
      "rolled-back": "↩️ failed here, and runs the release before it again",
      "superseded": "⏭️ untouched: a newer release was there first",
      "held": "✋ untouched: held since a rollback",
      "refused": "❌ refused: its job says why",
      "busy": "❌ busy: another run holds the lease, its job says which",
      "failed": "❌ failed, and is still there: look now",
      "rollback-failed": "❌ failed, and did not come back: go back by hand, now",
      "nothing-to-go-back-to": "❌ failed, and nothing worked before it: mend it and deploy",
      "interrupted": "⚠️ stopped half way: its job says how to go on",
      "applied": "⚠️ applied and not proven: run the job again",
      "skipped": "not reached: runs what it ran before",
      "cancelled": "⚠️ cancelled: its job says how to go on",
      "failure": "❌ not let through, or stopped before anything changed",
  }
`;

/** What is live where, for the summary; and the news of the last environment that was reached. */
const story = (app: string, deployed: readonly Deployed[], commit: Expr<string, "github" | "inputs">) => {
  const rows = deployed.map(
    ({ environment, result, outputs }) =>
      python`(${environment.name}, ${result}, ${outputs.status}, ${outputs.release}),`,
  );
  return python`
    title = ${`${app}, commit `} + ${commit}[:7]
    rows = [
        ${items(rows)}
    ]
    ${words}
    told = [(name, says.get(status or result, f"❌ {status}: look now"), status, release) for name, result, status, release in rows]
    with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as summary:
        summary.write(f"## {title}\n\n| environment | | release |\n| --- | --- | --- |\n")
        summary.writelines(f"| {name} | {word} | {release} |\n" for name, word, _, release in told)
    reached = [row for row, (_, result, _, _) in zip(told, rows) if result != "skipped"]
    name, word, status, _ = (reached or told)[-1]
    occasion = {"live": "live", "rolled-back": "rolled-back", "superseded": "none"}.get(status, "failed")
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as outputs:
        outputs.write(f"occasion={occasion}\ntext={title}: {name} {word}\n")
  `;
};

/** Always runs: versions for what went live everywhere, one summary of what is live where, and the news to whoever waits for it. */
export function announce(
  context: PipelineContext,
  { deployed, images, commit, if: condition }: AnnounceOptions,
): AnyJob {
  const { config, actions } = context;
  const last = deployed[deployed.length - 1] ?? deployed[0];
  const proven = eq(last.outputs.status, "live");
  const sha = commit?.sha ?? github.sha;
  return job("announce", {
    name: "Announce",
    needs: deployed,
    if: condition === undefined ? always() : and(always(), condition),
    runsOn: config.runsOn,
    timeoutMinutes: 15,
    steps: ({ step }) => {
      // first of all: who is paged at night reads no further
      const said = step(story(config.app, deployed, sha), {
        id: "story",
        name: "What is live where",
        outputs: ["occasion", "text"],
        shell: "python3 {0}",
        permissions: {},
      });
      notify(step, context, {
        occasion: said.outputs.occasion,
        text: said.outputs.text,
        // a job that is run again tells only what happened anew
        if: [or(...deployed.map(({ outputs }) => eq(outputs.attempt, github.run_attempt)))],
      });
      for (const { service, outputs } of images) {
        const tagged = step(
          actions.semverTag({
            component: service.name,
            paths: [service.path],
            digests: { [imageOf(service)]: outputs.image },
            release: "published",
            commit: commit?.given && commit.sha,
          }),
          { id: `version-${service.name}`, name: `Version of ${service.name}`, if: proven },
        );
        step(
          actions.buildPush({
            mode: "promote",
            image: imageName(config, service),
            digest: outputs.image,
            tags: [tagged.outputs.version],
            ...login(config),
          }),
          { name: `Tag the image of ${service.name}`, if: and(proven, notEmpty(tagged.outputs.version)) },
        );
      }
    },
  });
}
