import { epochAnnotation } from "../identity/marks.ts";
import type { KubeObject } from "../kube/object.ts";

/**
 * The true fence, optional: the API server itself refuses a write under an older epoch of the lease than the object was
 * last written under. The lease alone is advisory; a process that was stopped for long could not know that it is over.
 */
export function fence(): readonly KubeObject[] {
  const has = (object: string) =>
    `has(${object}.metadata.annotations) && '${epochAnnotation}' in ${object}.metadata.annotations`;
  const epoch = (object: string) => `int(${object}.metadata.annotations['${epochAnnotation}'])`;
  const name = "tidegate-epoch";
  const version = "admissionregistration.k8s.io/v1";
  return [
    {
      apiVersion: version,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["UPDATE"], resources: ["*"] }],
        },
        matchConditions: [{ name: "written-by-a-release", expression: `oldObject != null && ${has("oldObject")}` }],
        validations: [
          {
            expression: `${has("object")} && ${epoch("object")} >= ${epoch("oldObject")}`,
            message: "a deploy that lost its lease tried to write over a newer one",
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
