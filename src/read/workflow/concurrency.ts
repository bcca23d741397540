import type { PositionName } from "../expression/position.ts";
import type { Reading } from "../problem.ts";
import type { Node } from "../yaml/node.ts";
import { fields } from "./mapping.ts";
import type { Concurrency } from "./model.ts";
import { filledText, flag, oneOf } from "./value.ts";

export function readConcurrency(reading: Reading, node: Node, position: PositionName): Concurrency | undefined {
  const base = { at: node.at, key: node.key };
  if (node.kind === "scalar") return { ...base, form: "text", group: filledText(reading, node, position) };
  const keys = ["group", "cancel-in-progress", "queue"] as const;
  const f = fields(reading, node, { what: '"concurrency"', keys, required: ["group"], position });
  return (
    f && {
      ...base,
      form: "mapping",
      group: f.group && filledText(reading, f.group, position),
      cancelInProgress: f["cancel-in-progress"] && flag(reading, f["cancel-in-progress"], position),
      queue: f.queue && oneOf(reading, f.queue, ["single", "max"]),
    }
  );
}
