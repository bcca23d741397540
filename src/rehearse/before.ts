import { join } from "node:path";
import { carry, type Surroundings } from "./carry.ts";
import { shaOf } from "./commit.ts";
import type { Prepared } from "./prepare.ts";
import type { RehearsalRequest } from "./request.ts";
import type { Tell } from "./story/event.ts";
import { type Releases, withReleases } from "./story/releases.ts";
import { Unseen } from "./story/unseen.ts";
import { needsReleaseBefore } from "./world/inject.ts";

/** What is carried through beforehand, and what is said of it. */
function beforehand(request: RehearsalRequest, own: Prepared) {
  const { after, injections = [] } = request;
  if (after)
    return {
      ...{ about: "after", prepared: after.prepared, occasion: after, commits: ["HEAD~1", "HEAD"] },
      first: `${after.prepared.path} is carried through twice first, unseen: that takes as long as two runs of it`,
      text: `${after.prepared.path} was carried through first, as the commit before and as this one, unseen`,
    };
  return {
    ...{ about: "inject", prepared: own, occasion: request },
    commits: needsReleaseBefore(injections) ? ["HEAD~1"] : [],
    first: "a release before it is carried through first, without faults and unseen: that takes as long as a run",
    text: "a release before it was carried to production first, without faults and unseen",
  };
}

/** Carries through, unseen, what the rehearsed run is to follow, and says what came of it. */
export async function carryBefore(within: Surroundings, own: Prepared, runId: number, known: Releases, tell: Tell) {
  const { request } = within;
  const { commits, about, first, text, prepared, occasion } = beforehand(request, own);
  if (commits.length === 0) return;
  const note = (said: string) => tell({ kind: "note", about, text: said, at: request.now() });
  note(first);
  const results: string[] = [];
  for (const [at, commit] of commits.entries()) {
    const unseen = new Unseen();
    const { result } = await carry(within, {
      prepared,
      occasion,
      facts: { runId: String(runId - commits.length + at), sha: await shaOf(request.repository, commit) },
      folder: join(request.folder, `before-${at}`),
      tell: withReleases((event) => unseen.take(event), known),
      // nobody is asked about what is only there to be followed
      ask: async () => ({ answer: "approved", by: "only-stand-ins" }),
    });
    results.push(`${result}${unseen.why}`);
  }
  note(`${text}: ${results.join(", ")}`);
}
