import type { Bootstrap } from "../config/index.ts";
import type { Value } from "../simulate/expression/value.ts";
import type { Prepared, PrepareRequest } from "./prepare.ts";
import type { Shelf } from "./resume/shelf.ts";
import type { RunRequest, Settings } from "./runner/run/request.ts";
import type { PartTold, Tell } from "./story/event.ts";
import type { Injection } from "./world/inject.ts";
import type { PackageSettings } from "./world/outside.ts";
import type { World, WorldOptions } from "./world/world.ts";

/** What starts a workflow. */
export interface Occasion {
  readonly ref: string;
  readonly event: { readonly name: string; readonly payload: { readonly [key: string]: Value } };
  readonly inputs: { readonly [name: string]: Value };
}

export interface RehearsalRequest extends PrepareRequest, Occasion {
  /** carried through twice before, unseen, as the commit before and as this one: a rollback then has from where, and where to */
  readonly after?: Occasion & { readonly prepared: Prepared };
  readonly vars: Settings;
  readonly secrets: Settings;
  /** environments that wait for somebody's word */
  readonly gated: (environment: string) => boolean;
  readonly ask: RunRequest["ask"];
  /** what an administrator would have applied before */
  readonly bootstrap: readonly Bootstrap[];
  /** secrets besides the usual ones that get the rehearsal's own cluster */
  readonly kubeconfigSecrets?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** what package managers of the steps need to find their registry; nothing else reads these */
  readonly packages: Promise<PackageSettings & { readonly secrets: readonly string[] }>;
  readonly node: string;
  readonly docker: string;
  /** kept between rehearsals: what package managers have downloaded */
  readonly cache?: string;
  /** images that nothing of the repository builds, and what runs instead */
  readonly images?: WorldOptions["images"];
  /** faults to be shown; most strike the release that follows one that went well */
  readonly injections?: readonly Injection[];
  readonly real?: WorldOptions["real"];
  /** a RUN line of a Dockerfile that cannot be run here fails its build */
  readonly strict?: boolean;
  /** folders of jobs stay as they are */
  readonly keep?: boolean;
  /** results of jobs, from one rehearsal to the next */
  readonly shelf?: Shelf;
  /** what is known of this rehearsal's surroundings before it begins: the network */
  readonly parts: readonly PartTold[];
  readonly startedAt: Date;
  readonly tell: Tell;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** the world is there, nothing has run yet: a test looks around, or prepares the cluster */
  readonly onWorld?: (world: World) => Promise<void>;
}
