import type { PositionName } from "../expression/position.ts";
import type { Reading } from "../problem.ts";
import type { Node } from "../yaml/node.ts";
import { fields } from "./mapping.ts";
import type { RunDefaults } from "./model.ts";
import { filledText } from "./value.ts";

export function readDefaults(reading: Reading, node: Node, position: PositionName): RunDefaults | undefined {
  const f = fields(reading, node, { what: '"defaults"', keys: ["run"] });
  const run = f?.run && fields(reading, f.run, { what: '"run"', keys: ["shell", "working-directory"] });
  return (
    f && {
      at: node.at,
      shell: run?.shell && filledText(reading, run.shell, position),
      workingDirectory: run?.["working-directory"] && filledText(reading, run["working-directory"], position),
    }
  );
}
