/** An image that the pipeline does not build and a laptop does not run. */
export interface ImageStandIn {
  /** what stands there instead, in words for the report */
  readonly instead: string;
  /** run in the container's place; left out: a process that waits */
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Manifests: a file, a folder, a kustomization; or a program of the repository that prints them, such as Secrets made anew. */
export type Bootstrap = string | { readonly printedBy: readonly string[] };

/** What `tidegate rehearse` does otherwise than GitHub and a cluster would. */
export interface Rehearsal<Variable extends string = string> {
  /** real clusters that may be used: names of contexts, `*` for any text. kind-*, k3d-*, minikube and docker-desktop always may */
  readonly contexts?: readonly string[];
  /** by image name without tag or digest: `docker.io/library/postgres` */
  readonly standIns?: Readonly<Record<string, ImageStandIn>>;
  /** by container name: what its environment holds here instead of what the manifests say */
  readonly containers?: Readonly<Record<string, { readonly env: Readonly<Record<string, string>> }>>;
  /** what an administrator would have applied before: files or folders, from the repository's root, or what a program prints */
  readonly bootstrap?: readonly Bootstrap[];
  /** values of the repository's variables */
  readonly variables?: { readonly [name in Variable]?: string };
}
