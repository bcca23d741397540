import type { Difference } from "./kit/suite.ts";

/** Where a cluster does not meet a case that the others do, and why: at most three, and each is asserted to be so still. */
export const differences: readonly Difference[] =
  process.platform === "linux"
    ? []
    : [
        {
          case: "memory beyond the limit: OOMKilled, 137",
          where: "processes",
          reason: "only Linux tells how much of a process's memory is its own, and of those below it",
        },
      ];
