/** Who looks without writing: at the records of releases, and whether the cluster is still as they say. */
import { groupOf, type KubeObject } from "../kube/object.ts";
import { pluralOf } from "../kube/resources.ts";
import { bound, serviceAccount } from "./account.ts";
import type { Kind, Rule } from "./role.ts";

const account = "ci-reader";

/** Of a Secret a record has no values to compare with, and a Job is an event, not a state. */
const notCompared = new Set(["Secret", "Job", "ConfigMap"]);

/** Each object is asked for by name. */
export function readingRules(kinds: readonly Kind[]): readonly Rule[] {
  const records: Rule = {
    apiGroups: [""],
    resources: ["configmaps"],
    verbs: ["get"],
    reason: "the head and the records of releases; ConfigMap: compared with its record",
  };
  const others = kinds
    .filter(({ kind }) => !notCompared.has(kind))
    .map(
      ({ apiVersion, kind }): Rule => ({
        apiGroups: [groupOf(apiVersion)],
        resources: [pluralOf(apiVersion, kind)],
        verbs: ["get"],
        reason: `${kind}: compared with its record`,
      }),
    );
  const byName = new Map([records, ...others].map((rule) => [`${rule.apiGroups[0]}/${rule.resources[0]}`, rule]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}

export function readerObjects(
  { app, environment }: { readonly app: string; readonly environment: string },
  namespaces: readonly string[],
  kinds: readonly Kind[],
): readonly KubeObject[] {
  const [state = "default"] = namespaces;
  const name = `${account}-${app}-${environment}`;
  const rules = readingRules(kinds);
  return [
    serviceAccount(account, state),
    ...namespaces.flatMap((namespace) =>
      bound({ name, namespace, rules, account: { name: account, namespace: state } }),
    ),
  ];
}
