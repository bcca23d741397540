import { readCondition } from "../expression/text.ts";
import type { Reading } from "../problem.ts";
import type { Node } from "../yaml/node.ts";
import { fields } from "./mapping.ts";
import type { Snapshot } from "./model.ts";
import { filledText, scalar } from "./value.ts";

export function readSnapshot(reading: Reading, node: Node): Snapshot | undefined {
  if (node.kind === "scalar") return { at: node.at, form: "text", imageName: filledText(reading, node, "jobs.<id>") };
  const f = fields(reading, node, {
    what: '"snapshot"',
    keys: ["image-name", "version", "if"],
    required: ["image-name"],
  });
  const condition = f?.if && scalar(reading, f.if);
  return (
    f && {
      at: node.at,
      form: "mapping",
      imageName: f["image-name"] && filledText(reading, f["image-name"], "nowhere"),
      version: f.version && filledText(reading, f.version, "nowhere"),
      if: condition && readCondition(reading, condition, "jobs.<id>.snapshot.if"),
    }
  );
}
