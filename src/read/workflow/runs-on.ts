import { literalOf } from "../expression/expression.ts";
import { type Reading, report } from "../problem.ts";
import type { Node } from "../yaml/node.ts";
import { fields } from "./mapping.ts";
import type { RunsOn } from "./model.ts";
import { filledText, list } from "./value.ts";

const where = "jobs.<id>";

export function readRunsOn(reading: Reading, node: Node): RunsOn | undefined {
  const base = { at: node.at, key: node.key };
  const label = (item: Node) => filledText(reading, item, where);
  if (node.kind === "scalar") return { ...base, form: "text", labels: list(node, label) };
  if (node.kind === "sequence") return { ...base, form: "list", labels: list(node, label) };
  const f = fields(reading, node, { what: '"runs-on"', keys: ["group", "labels"], position: where });
  if (f === undefined) return undefined;
  const group = f.group && filledText(reading, f.group, where);
  const name = group && literalOf(group);
  if (name !== undefined && group !== undefined) checkGroup(reading, name, group.at);
  const labelsForm = f.labels === undefined ? undefined : f.labels.kind === "sequence" ? "list" : "text";
  return { ...base, form: "mapping", labels: f.labels ? list(f.labels, label) : [], labelsForm, group };
}

/** A runner group may say whose it is: `organization/…` or `enterprise/…` (languageservices `runs-on.ts`). */
function checkGroup(reading: Reading, name: string, at: Node["at"]): void {
  const [owner = "", group, ...rest] = name.split("/");
  if (group === undefined) return;
  const owners = ["org", "organization", "ent", "enterprise"];
  if (rest.length > 0 || group === "" || !owners.includes(owner)) {
    report(
      reading,
      "unexpected-value",
      at,
      `the runner group "${name}" is a name, or organization/NAME, or enterprise/NAME`,
    );
  }
}
