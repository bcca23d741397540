/** What generation knows beside one workflow: where each workflow's file is, and what its jobs need. */
import type { RemoteWorkflow } from "../workflow/job-model.ts";
import type { Permissions } from "../workflow/permissions.ts";
import type { AnyWorkflow } from "../workflow/workflow-model.ts";

export interface Callees {
  /** the path that `uses` takes: `$/.github/workflows/deploy.yml`; undefined when no source exports that workflow */
  readonly usesOf: (workflow: AnyWorkflow) => string | undefined;
  /** what its jobs need altogether, those they call included */
  readonly permissionsOf: (workflow: AnyWorkflow) => Permissions;
}

export const isRemote = (callee: AnyWorkflow | RemoteWorkflow): callee is RemoteWorkflow => "uses" in callee;
