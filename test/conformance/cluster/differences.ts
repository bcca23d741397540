import type { Difference } from "./kit/suite.ts";

/** Where the stand-in and a real API server part, and why: at most three, and each is asserted to be so still. */
export const differences: readonly Difference[] = [];
