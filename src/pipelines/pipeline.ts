import type { Config } from "../config/index.ts";
import { github } from "../expr/contexts.ts";
import type { Expr } from "../expr/expression.ts";
import { eq } from "../expr/operators.ts";
import type { JobIf } from "../expr/positions.gen.ts";
import type { AnyJob } from "../workflow/job-model.ts";
import { type Actions, type ActionsPlace, actionsAt } from "./actions.ts";
import { type AnnounceOptions, announce } from "./announce.ts";
import { type Commit, commitOf } from "./commit.ts";
import { type Deployed, type DeployOptions, deploy } from "./deploy.ts";
import type { NamedEnvironment } from "./environment.ts";
import { candidates, type GoBackOptions, goBack } from "./going-back.ts";
import { type BuiltImage, image } from "./image.ts";
import { layout } from "./layout.ts";
import { type Names, names } from "./names.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import type { NamedService } from "./service.ts";
import { type ServiceOptions, verify } from "./verify.ts";

type Named<K extends string, T> = { readonly [name in K]: T };

/** The job functions of one configuration. */
export interface Pipeline<S extends string, E extends string, N extends string, V extends string> extends Names<N, V> {
  /** tidegate's own actions, typed, for jobs that are not here */
  readonly actions: Actions;
  readonly services: readonly NamedService<S>[];
  readonly environments: Named<E, NamedEnvironment>;
  readonly service: { readonly [name in S]: NamedService<name> };
  /** only the branch that deploys: a dispatch may come from any */
  readonly onBranch: Expr<boolean, "github">;
  /** the run's commit, or one of the branch that a person names */
  readonly commit: (given?: Expr<string | null, "inputs">) => Commit;
  readonly verify: (service: NamedService, options?: ServiceOptions) => AnyJob;
  /** the same image, built and scanned without being pushed */
  readonly layout: (service: NamedService, options?: ServiceOptions) => AnyJob;
  readonly image: (service: NamedService, options?: ServiceOptions) => BuiltImage;
  readonly deploy: (environment: NamedEnvironment, images: readonly BuiltImage[], options: DeployOptions) => Deployed;
  readonly announce: (options: AnnounceOptions) => AnyJob;
  /** what one can go back to, without an approval; none where nobody may look without one */
  readonly candidates: (
    environment: NamedEnvironment,
    options?: { readonly if?: JobIf<boolean | null> },
  ) => readonly AnyJob[];
  readonly goBack: (environment: NamedEnvironment, options: GoBackOptions) => AnyJob;
}

function named<K extends string, T extends object>(given: Named<K, T>): { readonly [N in K]: T & { readonly name: N } };
function named(given: Named<string, object>) {
  return Object.fromEntries(Object.entries(given).map(([name, one]) => [name, { ...one, name }]));
}

/**
 * A delivery pipeline's parts, for one configuration. `at` says where tidegate's actions are: `$/actions` in its own repository,
 * elsewhere the commit of a release.
 */
export function pipeline<S extends string, E extends string, N extends string, V extends string>(
  config: Config<S, E, N, V>,
  at: ActionsPlace,
): Pipeline<S, E, N, V> {
  const context: PipelineContext = { config, actions: actionsAt(at) };
  const service = named(config.services);
  return {
    ...names(config),
    actions: context.actions,
    service,
    services: Object.values(service),
    environments: named(config.environments),
    onBranch: eq(github.ref, `refs/heads/${config.branch}`),
    commit: (given) => commitOf(config.branch, given),
    verify: (one, options) => verify(context, one, options),
    layout: (one, options) => layout(context, one, options),
    image: (one, options) => image(context, one, options),
    deploy: (environment, images, options) => deploy(context, environment, images, options),
    announce: (options) => announce(context, options),
    candidates: (environment, options) => candidates(context, environment, options?.if),
    goBack: (environment, options) => goBack(context, environment, options),
  };
}
