import { type ActionDeps, type Ending, kitError, ok } from "../../src/action/index.ts";
import type { Decision } from "./decide.ts";
import { type GitHub, gitHub } from "./github/client.ts";
import { ensureRelease } from "./github/release.ts";
import { repositoryOn } from "./github/repository.ts";
import { reasons, sentence, summary } from "./report/explain.ts";
import { notesOf } from "./report/notes.ts";
import { type Settled, settle } from "./settle.ts";
import type { spec } from "./spec.ts";
import { isStable } from "./version/tag.ts";
import { type Inputs, type Work, workFrom } from "./work.ts";

type Deps = ActionDeps<typeof spec>;

const outcomes = {
  tag: "tagged",
  already: "already-tagged",
  included: "included",
  nothing: "nothing",
  // these end as errors before anything is told
  taken: "nothing",
  backwards: "nothing",
} as const satisfies Record<Decision["kind"], string>;

function notesFor({ version, previous, weighed }: Settled, { prefix }: Work, inputs: Inputs, deps: Deps): string {
  if (version === undefined) return "";
  return notesOf({
    weighed,
    digests: inputs.digests ?? new Map(),
    home: `${deps.runner.serverUrl}/${deps.runner.repository}`,
    tag: `${prefix}${version}`,
    previous: previous?.name,
  });
}

function tell(settled: Settled, work: Work, notes: string, { dryRun }: Inputs, deps: Deps): string {
  const { decision, version, previous, weighed, created } = settled;
  const planned = decision.kind === "tag" && dryRun;
  const said = `${sentence(decision, work.prefix)}${planned ? " (dry run: not made)" : ""}`;
  for (const reason of decision.kind === "included" ? [] : reasons(weighed)) deps.log.info(reason);
  deps.outputs.set({
    version: version ?? "",
    tag: version === undefined ? "" : `${work.prefix}${version}`,
    previous: previous?.name ?? "",
    bump: "bump" in decision ? decision.bump : "none",
    created,
    notes,
    outcome: planned ? "dry-run" : outcomes[decision.kind],
    ...(decision.kind === "included" ? { includedIn: decision.tag.name } : {}),
  });
  deps.summary.add(summary(decision, said, weighed, notes));
  return said;
}

async function release({ version, highest }: Settled, work: Work, notes: string, inputs: Inputs, github: GitHub) {
  if (version === undefined || inputs.release === "none" || inputs.dryRun) return {};
  const url = await ensureRelease(
    {
      tag: `${work.prefix}${version}`,
      notes,
      draft: inputs.release === "draft",
      prerelease: !isStable({ version }),
      // a fix for an older line is not the latest, and of several components none is
      latest: highest && inputs.component === undefined,
    },
    github,
  );
  return { release: url };
}

export async function story(inputs: Inputs, deps: Deps): Promise<Ending> {
  const { repository: name } = deps.runner;
  if (name === undefined) throw kitError("bad-input", "GITHUB_REPOSITORY does not say which repository this is");
  const rest = workFrom(inputs);
  const end = deps.now().getTime() + inputs.timeout;
  const github = gitHub(inputs.token, name, end, deps);
  const repository = repositoryOn(github);
  const { sha } = await repository.commit(inputs.commit);
  const work: Work = { ...rest, sha };
  const { dryRun, digests = new Map() } = inputs;
  const settled = await settle(work, { dryRun, digests, end }, repository, deps);
  const notes = notesFor(settled, work, inputs, deps);
  const said = tell(settled, work, notes, inputs, deps);
  deps.outputs.set(await release(settled, work, notes, inputs, github));
  return ok(said);
}
