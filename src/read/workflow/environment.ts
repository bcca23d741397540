import { readText } from "../expression/text.ts";
import type { Reading } from "../problem.ts";
import type { Node } from "../yaml/node.ts";
import { fields } from "./mapping.ts";
import type { Environment } from "./model.ts";
import { flag, text } from "./value.ts";

const where = "jobs.<id>";

export function readEnvironment(reading: Reading, node: Node): Environment | undefined {
  if (node.kind === "scalar") return { at: node.at, form: "text", name: readText(reading, node, where) };
  const f = fields(reading, node, {
    what: '"environment"',
    keys: ["name", "url", "deployment"],
    required: ["name"],
    position: where,
  });
  return (
    f && {
      at: node.at,
      form: "mapping",
      name: f.name && text(reading, f.name, where),
      url: f.url && text(reading, f.url, "jobs.<id>.environment.url"),
      deployment: f.deployment && flag(reading, f.deployment, where),
    }
  );
}
