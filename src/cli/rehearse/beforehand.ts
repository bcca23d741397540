import { environmentsOf } from "../../rehearse/runner/plan/environments.ts";
import { graphOf } from "../../rehearse/runner/plan/graph.ts";
import { type Injection, injectionText, needsReleaseBefore } from "../../rehearse/world/inject.ts";
import type { Plan } from "../../simulate/plan/plan.ts";
import { UsageError } from "../io.ts";
import type { RehearseOptions } from "./options.ts";
import { touchesNothing } from "./real.ts";
import { hasCommitBefore } from "./repository.ts";

type Asked = Pick<RehearseOptions, "after" | "injections" | "real">;

/** What is carried through unseen is approved unasked: nothing real may be touched by it. */
export function refuseUnseen({ after, injections, real }: Asked): void {
  if (touchesNothing(real)) return;
  if (after !== undefined)
    throw new UsageError("--after goes with stand-ins only: nobody would be asked before --real");
  if (needsReleaseBefore(injections))
    throw new UsageError(
      "--inject goes with stand-ins only: a release goes before it that nobody would be asked about",
    );
}

/** What goes before is the commit before: with one commit both releases would be the same, and nothing would be rolled out. */
export async function refuseOneCommit({ after, injections }: Asked, folder: string): Promise<void> {
  const [first] = injections.filter((injection) => needsReleaseBefore([injection]));
  if (after === undefined && first === undefined) return;
  if (await hasCommitBefore(folder)) return;
  const asked = first === undefined ? "--after" : `--inject ${injectionText(first)}`;
  throw new UsageError(
    `${asked} needs a release of the commit before, and there is none before HEAD: commit once more (\`git commit --allow-empty -m again\`), or in a shallow clone \`git fetch --deepen 1\``,
  );
}

/** A fault of a job or an environment that the workflow does not have would strike nothing, minutes later. */
export function refuseUnknown(injections: readonly Injection[], plans: readonly Plan[]): void {
  const ids = [...new Set(plans.flatMap((plan) => graphOf(plan)).map(({ id }) => id.split("/").at(-1) ?? id))];
  const environments = environmentsOf(plans);
  for (const injection of injections) {
    if (injection.kind === "kill" && !ids.includes(injection.job))
      throw new UsageError(`--inject kill:${injection.job}: there is no such job; there are ${ids.join(", ")}`);
    const environment = "environment" in injection ? injection.environment : undefined;
    // one that is only known when it runs may be meant; without any, a namespace is
    if (environment === undefined || environments === undefined || environments.length === 0) continue;
    if (!environments.includes(environment))
      throw new UsageError(
        `--inject ${injectionText(injection)}: no job deploys to ${environment}; there are ${environments.join(", ")}`,
      );
  }
}
