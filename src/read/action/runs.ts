import type { PositionName } from "../expression/position.ts";
import { readCondition } from "../expression/text.ts";
import { listed, type Reading, report } from "../problem.ts";
import { fields, readEnv } from "../workflow/mapping.ts";
import { readSteps } from "../workflow/steps.ts";
import { list, plain, scalar, text } from "../workflow/value.ts";
import type { Node } from "../yaml/node.ts";
import type { Runs } from "./model.ts";

/** What `runs.using` may say. The node versions before 24 still work: the runner puts 24 in their place. */
export const runtimes = ["docker", "composite", "node12", "node16", "node20", "node24"] as const;

const keys = [
  "using",
  "main",
  "pre",
  "pre-if",
  "post",
  "post-if",
  "image",
  "entrypoint",
  "args",
  "env",
  "pre-entrypoint",
  "post-entrypoint",
  "steps",
  "plugin",
] as const;

export function readRuns(reading: Reading, node: Node): Runs | undefined {
  const f = fields(reading, node, { what: '"runs"', keys, required: ["using"] });
  const using = f?.using && plain(reading, f.using);
  if (f === undefined || using === undefined) return undefined;
  const at = node.at;
  const one = (value: Node | undefined) => value && plain(reading, value);
  const condition = (value: Node | undefined, position: PositionName) => {
    const found = value && scalar(reading, value);
    return found && readCondition(reading, found, position);
  };
  const missing = (key: string) => {
    report(reading, "missing-key", at, `an action that uses "${using.value}" needs runs.${key}`, node.key);
    return undefined;
  };
  switch (using.value.toLowerCase()) {
    case "composite":
      return f.steps === undefined
        ? missing("steps")
        : { kind: "composite", at, steps: readSteps(reading, f.steps, "composite") ?? [] };
    case "docker": {
      const image = one(f.image);
      if (image === undefined) return missing("image");
      const args = f.args === undefined ? [] : list(f.args, (item) => text(reading, item, "runs.args"));
      const env = f.env && readEnv(reading, f.env, "runs.args", '"env"');
      const entrypoints = {
        entrypoint: one(f.entrypoint),
        preEntrypoint: one(f["pre-entrypoint"]),
        postEntrypoint: one(f["post-entrypoint"]),
      };
      return { kind: "docker", at, image, ...entrypoints, args, env };
    }
    default: {
      if (!/^node\d+$/i.test(using.value)) {
        report(reading, "unexpected-value", using.at, `"${using.value}" is no runtime; there are ${listed(runtimes)}`);
      }
      const main = one(f.main);
      if (main === undefined) return missing("main");
      const stages = {
        pre: one(f.pre),
        preIf: condition(f["pre-if"], "runs.if"),
        post: one(f.post),
        postIf: condition(f["post-if"], "runs.if"),
      };
      return { kind: "node", at, using, main, ...stages };
    }
  }
}
