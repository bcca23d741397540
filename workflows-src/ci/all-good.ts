import { type AnyJob, always, job, python, type Script } from "../../src/index.ts";
import type { Area } from "./area.ts";
import type { Changes } from "./changes.ts";
import { titled } from "./title.ts";

export interface Checked {
  readonly job: AnyJob;
  /** what it may be skipped for; without one it always runs */
  readonly area: Area | undefined;
}

const rows = (checked: readonly Checked[], touched: Changes): Script =>
  checked
    .map(({ job, area }) => python`(${job.id}, ${job.result}, ${area === undefined ? "true" : touched.outputs[area]}),`)
    .reduce(
      (all, next) => python`${all}
    ${next}`,
    );

/**
 * The one check that branch rules name. It runs whatever happened, for GitHub takes a skipped check for a passed one; and it
 * accepts *skipped* only of what the change did not touch.
 */
export const allGood = (touched: Changes, checked: readonly Checked[]): AnyJob =>
  job("all-good", {
    name: titled("All good"),
    needs: [touched, ...checked.map((one) => one.job)],
    if: always(),
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 5,
    steps: ({ step }) => {
      step(
        python`
          import sys

          changes = ${touched.result}
          rows = [
              ${rows(checked, touched)}
          ]
          bad = [(name, result) for name, result, touched in rows if (result, touched) not in {("success", "true"), ("skipped", "false")}]
          if changes != "success":
              bad.insert(0, ("changes", changes))
          for name, result in bad:
              print(f"::error::{name}: {result}")
          sys.exit(1 if bad else print("everything that was touched is good"))
        `,
        { name: "Judge", shell: "python3 {0}", permissions: {} },
      );
    },
  });
