/** The settings of a job that are objects of their own. */
import type {
  Container,
  ContainerRegistryCredentials,
  JobConcurrency,
  JobDefaultsRun,
  JobEnvironmentName,
  RunsOn,
  ServicesContainer,
  SnapshotIf,
  StringRunnerContext,
  StringRunnerContextNoSecrets,
  WorkflowConcurrency,
} from "../expr/positions.gen.ts";
import type { Printable } from "./step.ts";

/** A runner by its group, by labels, or both. One label alone may stand as text. */
export interface RunnerGroup {
  readonly group?: string | RunsOn<string> | undefined;
  readonly labels?: string | readonly (string | RunsOn<string>)[] | undefined;
}

/** What a job deploys to: its protection rules and secrets apply. A name alone may stand as text. */
export interface Environment {
  readonly name: string | JobEnvironmentName<string>;
  /** shown beside the deployment; when a step gives it, call `environmentUrl` in the steps */
  readonly url?: string | StringRunnerContextNoSecrets<string> | undefined;
  /** false: the environment's rules and secrets, without a deployment record */
  readonly deployment?: boolean | JobEnvironmentName<boolean> | undefined;
}

/** One at a time. GitHub cancels the waiting run when a newer one comes, unless `queue` is `max`. */
export interface JobConcurrencyGroup {
  readonly group: string | JobConcurrency<string>;
  readonly cancelInProgress?: boolean | JobConcurrency<boolean> | undefined;
  /** `max`: up to 100 wait in order, none is cancelled */
  readonly queue?: "single" | "max" | undefined;
}
export interface WorkflowConcurrencyGroup {
  readonly group: string | WorkflowConcurrency<string>;
  readonly cancelInProgress?: boolean | WorkflowConcurrency<boolean> | undefined;
  /** `max`: up to 100 wait in order, none is cancelled */
  readonly queue?: "single" | "max" | undefined;
}

interface Credentials {
  readonly username: string | ContainerRegistryCredentials<string>;
  /** a secret: `secret("REGISTRY_TOKEN")` */
  readonly password: ContainerRegistryCredentials<string>;
}
interface ContainerSettings {
  readonly env?: { readonly [name: string]: Printable | StringRunnerContext<Printable> } | undefined;
  readonly ports?: readonly (number | string)[] | undefined;
  readonly volumes?: readonly string[] | undefined;
  readonly credentials?: Credentials | undefined;
}
/** The container that the job's steps run in. */
export interface JobContainer extends ContainerSettings {
  readonly image: string | Container<string>;
  /** further options of `docker create` */
  readonly options?: string | Container<string> | undefined;
}
/** A container beside the job: a database, a cache. An image that turns out empty is not started. */
export interface ServiceContainer extends ContainerSettings {
  readonly image: string | ServicesContainer<string>;
  readonly options?: string | ServicesContainer<string> | undefined;
  readonly entrypoint?: string | ServicesContainer<string> | undefined;
  readonly command?: string | ServicesContainer<string> | undefined;
}

export interface Defaults {
  readonly run: {
    readonly shell?: string | JobDefaultsRun<string> | undefined;
    readonly workingDirectory?: string | JobDefaultsRun<string> | undefined;
  };
}
export interface WorkflowDefaults {
  readonly run: { readonly shell?: string | undefined; readonly workingDirectory?: string | undefined };
}

/** After the job succeeded, its runner is kept as a custom image. */
export interface Snapshot {
  readonly imageName: string;
  readonly if?: boolean | SnapshotIf<boolean | null> | undefined;
  readonly version?: string | undefined;
}

/** What the job may do with the repository's caches; enforced by the cache service. */
export type CacheMode = "read" | "write" | "write-only" | "none";
