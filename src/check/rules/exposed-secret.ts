import { waysIn } from "../facts/untrusted.ts";
import type { Report, Rule } from "../finding.ts";
import { type Env, expressionsOf, type Text } from "../subject.ts";
import { eventsOf, runnerJobs, usesOf } from "../walk.ts";
import { checksOutForeignCode } from "./untrusted-checkout.ts";

export const exposedSecret: Rule = {
  code: "exposed-secret",
  severity: "warning",
  summary: "A secret goes to the one step that needs it, and never to code that others may change.",
  *check({ workflow, places }): Iterable<Report> {
    yield* inEnv(workflow.env, "every step of every job, all actions among them,");
    for (const job of runnerJobs(workflow)) {
      yield* inEnv(job.env, "every step of this job, all actions among them,");
      const privileged = eventsOf(workflow).has("pull_request_target") || eventsOf(workflow).has("workflow_run");
      if (!privileged || !checksOutForeignCode(job)) continue;
      for (const place of places) {
        const [name] = place.job === job ? secretsIn(place.text) : [];
        if (name !== undefined)
          yield {
            at: place.text.at,
            severity: "error",
            message: `this job runs a stranger's code, which could read the secret ${name}`,
          };
      }
    }
    for (const { step } of usesOf(workflow)) {
      const [path = "", ref = ""] = step.uses.value.split("@");
      if (/^(\.\/|\$\/|docker:|actions\/|github\/)/i.test(path) || /^[0-9a-f]{40}$/i.test(ref)) continue;
      for (const { value } of step.with?.entries ?? []) {
        const [name] = secretsIn(value).filter((each) => each !== "github_token");
        if (name !== undefined)
          yield {
            at: value.at,
            message: `the secret ${name} goes to "${step.uses.value}", which can change under you; pin it to a commit`,
          };
      }
    }
    for (const place of places) {
      if (
        place.expressions.some(
          ({ syntax }) => syntax !== undefined && waysIn(syntax).some((way) => way.join(".") === "secrets"),
        )
      ) {
        yield {
          at: place.text.at,
          message: "this hands over all secrets at once, those nobody thought of too; name the ones that are needed",
        };
      }
    }
  },
};

function* inEnv(env: Env | undefined, who: string): Iterable<Report> {
  for (const { value } of env?.entries ?? []) {
    const [name] = secretsIn(value);
    if (name !== undefined)
      yield {
        at: value.at,
        message: `${who} can read the secret ${name} here; put it in the env of the step that needs it`,
      };
  }
}

function secretsIn(text: Text): readonly string[] {
  return expressionsOf(text).flatMap(({ syntax }) =>
    syntax === undefined
      ? []
      : waysIn(syntax).flatMap(([context, name]) => (context === "secrets" && name !== undefined ? [name] : [])),
  );
}
