import { epochAnnotation, manager } from "../identity/marks.ts";
import { leaseName } from "../identity/names.ts";
import type { KubeObject } from "../kube/object.ts";

export interface Fenced {
  readonly app: string;
  readonly environment: string;
  /** The first holds the lease. */
  readonly namespaces: readonly string[];
}

/**
 * The true fence, optional: the API server itself compares the epoch that a write carries with that of the lease, so a
 * process that was stopped for long, and does not know that it is over, can neither change nor create anything.
 *
 * It judges only what is written under the release's own field manager, and nothing that is tried in a dry run: people
 * and controllers are none of its business (a ReplicaSet carries its Deployment's epoch, `kubectl rollout undo` brings
 * back an older one), nor are other objects of the cluster.
 */
export function fence({ app, environment, namespaces }: Fenced, name?: string): readonly KubeObject[] {
  const identity = { app, environment };
  const named = name ?? `tidegate-epoch-${app}-${environment}`;
  const version = "admissionregistration.k8s.io/v1";
  const annotations = "object.metadata.annotations";
  return [
    {
      apiVersion: version,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name: named },
      spec: {
        failurePolicy: "Fail",
        paramKind: { apiVersion: "coordination.k8s.io/v1", kind: "Lease" },
        matchConstraints: {
          namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...namespaces] }],
          },
          resourceRules: [
            {
              apiGroups: ["*"],
              apiVersions: ["*"],
              operations: ["CREATE", "UPDATE"],
              resources: ["*"],
              // a namespace selector alone would let every cluster-scoped object in
              scope: "Namespaced",
            },
          ],
        },
        matchConditions: [
          { name: "in-earnest", expression: "!has(request.dryRun) || !request.dryRun" },
          {
            name: "by-a-release",
            // an error here would stop everybody: with no options there is no manager to ask for
            expression: `has(request.options) && request.options != null && has(request.options.fieldManager) && request.options.fieldManager == '${manager(identity)}'`,
          },
        ],
        validations: [
          {
            expression: `has(${annotations}) && '${epochAnnotation}' in ${annotations} && int(${annotations}['${epochAnnotation}']) >= params.spec.leaseTransitions`,
            message: "the lease has passed to a later deploy than yours, which may write nothing more",
          },
        ],
      },
    },
    {
      apiVersion: version,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name: named },
      spec: {
        policyName: named,
        // before the first deploy there is no lease, and nothing to guard
        paramRef: {
          name: leaseName(identity),
          namespace: namespaces[0] ?? "default",
          parameterNotFoundAction: "Allow",
        },
        validationActions: ["Deny"],
      },
    },
  ];
}
