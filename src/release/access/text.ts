import { stringify } from "yaml";
import type { KubeObject } from "../kube/object.ts";
import { fence } from "./fence.ts";
import { accessObjects, type Kind, smallestRules } from "./role.ts";

export interface AccessOf {
  readonly app: string;
  readonly environment: string;
  readonly namespaces: readonly string[];
}

/** k8s/bootstrap/access.yaml: every Role with the reason of each rule beside it. */
export function accessYaml(of: readonly AccessOf[], kinds: readonly Kind[]): string {
  const reasons = new Map(smallestRules(kinds).map((rule) => [rule.resources.join(), rule.reason]));
  const documents = of
    .flatMap((one) => accessObjects(one, one.namespaces, kinds))
    .map((object) => withReasons(object, reasons));
  return documents.join("---\n");
}

function withReasons(object: KubeObject, reasons: ReadonlyMap<string, string>): string {
  const text = stringify(object, { lineWidth: 0, flowCollectionPadding: false });
  if (object.kind !== "Role") return text;
  return text
    .split(/^(?= {2}- apiGroups:)/m)
    .map((part) => {
      const resource = /resources:\n {6}- (\S+)/.exec(part)?.[1];
      const reason = resource === undefined ? undefined : reasons.get(resource);
      return reason === undefined ? part : `  # ${reason}\n${part}`;
    })
    .join("");
}

/** k8s/bootstrap/fence.yaml: the optional policies, applied by themselves. */
export const fenceYaml = (of: readonly AccessOf[]): string =>
  of
    .flatMap((one) => fence(one))
    .map((object) => stringify(object, { lineWidth: 0 }))
    .join("---\n");

/** docs/access.md's table. */
export function accessTable(kinds: readonly Kind[]): string {
  const rows = smallestRules(kinds).map(
    ({ apiGroups, resources, verbs, reason }) =>
      `| \`${resources.join(", ")}\`${apiGroups[0] === "" ? "" : ` (${apiGroups.join(", ")})`} | ${verbs.join(", ")} | ${reason} |`,
  );
  return ["| resource | verbs | why |", "| --- | --- | --- |", ...rows].join("\n");
}
