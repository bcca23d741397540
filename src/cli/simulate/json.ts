import type { Simulated } from "./command.ts";

/** For programs: everything the tables show, and the steps. */
export const asJson = (all: readonly Simulated[]): string =>
  JSON.stringify(
    {
      version: 1,
      workflows: all.map(({ file, name, refused, runs, not }) => ({
        file,
        name,
        refused,
        notStartedBy: not.map(({ occasion, why }) => ({ event: occasion.id, why })),
        runs: runs.map(({ occasion, rows, otherwise, meetings, assumed, chain }) => ({
          event: occasion.id,
          title: occasion.title,
          github: { event: occasion.event, ref: occasion.ref, actor: occasion.actor },
          inARow: chain.jobs,
          seconds: chain.seconds,
          assumed,
          jobs: rows.map(({ job, unwritten, ...row }) => ({ ...row, kind: job.kind, tokenByDefault: unwritten })),
          otherwise,
          concurrency: meetings,
        })),
      })),
    },
    undefined,
    2,
  );
