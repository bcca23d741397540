import type { Head } from "../../src/release/record/head.ts";

const patience = 15 * 60 * 1000;

/** Releases that were begun and have not ended for longer than any deploy takes: a run was lost. */
export const stuck = ({ entries }: Head, now: Date): readonly string[] =>
  entries
    .filter(({ status, since }) => status === "pending" && now.getTime() - Date.parse(since) > patience)
    .map(
      ({ id, since, holder }) =>
        `release ${id} of ${holder} has been pending since ${since}: tidegate release resume ${id}`,
    );
