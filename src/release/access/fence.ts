import { epochAnnotation } from "../identity/marks.ts";
import type { KubeObject } from "../kube/object.ts";

/**
 * The true fence, optional: the API server itself refuses a write under an older epoch of the lease than the object was
 * last written under. The lease alone is advisory; a process that was stopped for long could not know that it is over.
 * Only in the namespaces of releases, so that a mistake in it stops nothing else of the cluster.
 */
export function fence(namespaces: readonly string[], name = "tidegate-epoch"): readonly KubeObject[] {
  const has = (object: string) =>
    `has(${object}.metadata.annotations) && '${epochAnnotation}' in ${object}.metadata.annotations`;
  const epoch = (object: string) => `int(${object}.metadata.annotations['${epochAnnotation}'])`;
  const version = "admissionregistration.k8s.io/v1";
  return [
    {
      apiVersion: version,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...namespaces] }],
          },
          resourceRules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["UPDATE"], resources: ["*"] }],
        },
        matchConditions: [{ name: "written-by-a-release", expression: `oldObject != null && ${has("oldObject")}` }],
        validations: [
          {
            expression: `${has("object")} && ${epoch("object")} >= ${epoch("oldObject")}`,
            message: "this was written by a later deploy than yours: its epoch must not be lowered or taken away",
          },
        ],
      },
    },
    {
      apiVersion: version,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}
