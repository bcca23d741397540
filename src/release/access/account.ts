import type { KubeObject } from "../kube/object.ts";
import type { Rule } from "./role.ts";

/** An account for machines: no pod gets its token. */
export const serviceAccount = (name: string, namespace: string): KubeObject => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name, namespace },
  automountServiceAccountToken: false,
});

export interface Bound {
  /** of the Role and of its binding */
  readonly name: string;
  readonly namespace: string;
  readonly rules: readonly Rule[];
  readonly account: { readonly name: string; readonly namespace: string };
}

/** A Role in one namespace, and who has it. */
export function bound({ name, namespace, rules, account }: Bound): readonly KubeObject[] {
  const apiGroup = "rbac.authorization.k8s.io";
  const apiVersion = `${apiGroup}/v1`;
  return [
    {
      apiVersion,
      kind: "Role",
      metadata: { name, namespace },
      rules: rules.map(({ reason: _why, ...rule }) => rule),
    },
    {
      apiVersion,
      kind: "RoleBinding",
      metadata: { name, namespace },
      roleRef: { apiGroup, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", ...account }],
    },
  ];
}
