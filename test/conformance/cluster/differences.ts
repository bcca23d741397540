import type { Difference } from "./kit/suite.ts";

/** Where the stand-in and a real API server part, and why: at most three, and each is asserted to be so still. */
export const differences: readonly Difference[] = [
  {
    case: "kubectl create deployment, which sends protobuf, is understood",
    where: "stand-in",
    reason:
      "the stand-in reads JSON and YAML and says so with 415; what the product uses (apply, patch, get, watch, logs, port-forward, proxy) is all JSON",
  },
];
