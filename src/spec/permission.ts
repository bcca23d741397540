/** What an action needs the job's token to be allowed, and why. */

type Scopes<Level extends string, Scope extends string> = { readonly scope: Scope; readonly level: Level };

/** The scopes of `permissions`, each with the levels GitHub knows for it (`none` is never needed). */
export type Permission =
  | Scopes<
      "read" | "write",
      | "actions"
      | "artifact-metadata"
      | "attestations"
      | "checks"
      | "code-quality"
      | "contents"
      | "deployments"
      | "discussions"
      | "drives"
      | "issues"
      | "packages"
      | "pages"
      | "pull-requests"
      | "repository-projects"
      | "security-events"
      | "statuses"
    >
  | Scopes<"write", "copilot-requests" | "id-token">
  | Scopes<"read", "models" | "vulnerability-alerts">;

type Scalar = string | number | boolean;

/** True for some values of one input. An input that is not given counts with its default. */
export type Condition =
  | { readonly input: string; readonly is: Scalar | readonly Scalar[] }
  | { readonly input: string; readonly isNot: Scalar | readonly Scalar[] }
  | { readonly input: string; readonly given: boolean };

/** One permission that an action needs of the token, why, and when. */
export type PermissionNeed = Permission & {
  /** completes "needed because the action …": `pushes the image` */
  readonly reason: string;
  /** left out: always needed */
  readonly when?: Condition;
};
