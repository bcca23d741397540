import { stringify } from "yaml";
import type { KubeObject } from "../kube/object.ts";
import { fence } from "./fence.ts";
import { readerObjects, readingRules } from "./reader.ts";
import { accessObjects, type Kind, type Rule, smallestRules } from "./role.ts";

export interface AccessOf {
  readonly app: string;
  readonly environment: string;
  readonly namespaces: readonly string[];
  /** somebody looks without writing, with an account of its own */
  readonly watched?: boolean;
}

/** k8s/bootstrap/access.yaml: every Role with the reason of each rule beside it. */
export function accessYaml(of: readonly AccessOf[], kinds: readonly Kind[]): string {
  const writing = reasonsOf(smallestRules(kinds));
  const reading = reasonsOf(readingRules(kinds));
  const documents = of.flatMap((one) => [
    ...accessObjects(one, one.namespaces, kinds).map((object) => withReasons(object, writing)),
    ...(one.watched ? readerObjects(one, one.namespaces, kinds).map((object) => withReasons(object, reading)) : []),
  ]);
  return documents.join("---\n");
}

const reasonsOf = (rules: readonly Rule[]): ReadonlyMap<string, string> =>
  new Map(rules.map((rule) => [rule.resources.join(), rule.reason]));

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
