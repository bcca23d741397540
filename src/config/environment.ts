/** How a run must have been let through before it may deploy. */
export type Gate = "approval" | "branch-policy" | "none";

/** One place where the app is live. Its name is the release's `environment` and, unless told, GitHub's environment too. */
export interface Environment<Name extends string = string, Secret extends string = string> {
  /** a release comes here only after it went live there */
  readonly after?: Name;
  /**
   * `approval`: required reviewers of GitHub's environment, proven by GitHub's own record; `branch-policy`: weaker, for plans
   * without reviewers; `none` unless told
   */
  readonly gate?: Gate;
  /** where the app's objects are */
  readonly namespace: string;
  /** a kustomize overlay, or a folder of manifests, from the repository's root */
  readonly overlay: string;
  /** the smoke checks that make a release live */
  readonly smoke: string;
  /** a Job (one manifest) that is awaited before anything changes */
  readonly backup?: string;
  /** the secret that holds the deployer's kubeconfig: one of GitHub's environment, never of the repository */
  readonly kubeconfig: Secret;
  /** hosts under which it is reached; the first is the link beside the deployment */
  readonly hosts?: readonly string[];
  /** for applying and becoming ready: `10m` unless told */
  readonly timeout?: string;
  /** GitHub's environment for going back, with reviewers of its own; it holds the same kubeconfig. Unless told, the same one */
  readonly rollback?: string;
  /** for looks without writing: GitHub's environment that holds a read-only kubeconfig */
  readonly watch?: { readonly environment: string; readonly kubeconfig: Secret };
}
