import { ActionError, type Deps, type Digest, kitError } from "../../src/action/index.ts";
import type { Decision } from "./decide.ts";
import type { Repository } from "./github/repository.ts";
import { type Looked, look } from "./look.ts";
import { sentence } from "./report/explain.ts";
import { tagMessage } from "./report/tag-message.ts";
import type { NamedTag } from "./version/tag.ts";
import type { Work } from "./work.ts";

export interface Settled extends Looked {
  /** whether this run made the tag */
  readonly created: boolean;
}

/** What cannot be tagged without moving a tag, or going back. */
function refuse(decision: Decision, said: string): void {
  if (decision.kind === "taken")
    throw new ActionError("taken", said, { expected: "a version that no commit has", came: decision.by.name });
  if (decision.kind === "backwards") throw new ActionError("backwards", said, { came: decision.above.name });
}

/**
 * Decides and makes the tag. GitHub makes a name once only: where somebody else was quicker, everything is read again and
 * decided anew, from what is there then.
 */
export async function settle(
  work: Work,
  {
    dryRun,
    digests,
    end,
  }: { readonly dryRun: boolean; readonly digests: ReadonlyMap<string, Digest>; readonly end: number },
  repository: Repository,
  deps: Deps,
): Promise<Settled> {
  const known: NamedTag[] = [];
  for (let round = 1; ; round += 1) {
    const looked = await look(work, known, repository);
    const { decision, weighed } = looked;
    const said = sentence(decision, work.prefix);
    refuse(decision, said);
    if (decision.kind !== "tag" || dryRun) return { ...looked, created: false };
    const name = `${work.prefix}${decision.version}`;
    if (await repository.makeTag(name, work.sha, tagMessage(name, said, weighed, digests)))
      return { ...looked, created: true };
    const sha = await repository.tag(name);
    if (sha !== undefined) known.push({ name, sha });
    const wait = 200 + Math.round(deps.random() * 300 * Math.min(round, 10));
    if (deps.now().getTime() + wait > end)
      throw kitError("deadline", `others made tags for all of the time this run had; the last was ${name}`);
    deps.log.info(`${name} was made by another run meanwhile: looking again`);
    await deps.sleep(wait);
  }
}
