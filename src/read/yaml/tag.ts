import type { Scalar } from "yaml";
import { type Reading, report } from "../problem.ts";
import { describe, type ScalarNode } from "./node.ts";

const core = "tag:yaml.org,2002:";
/** YAML 1.2's core schema is all that GitHub's reader knows (runner, YamlObjectReader.cs). */
const typeOfTag: Readonly<Record<string, string>> = {
  [`${core}int`]: "number",
  [`${core}float`]: "number",
  [`${core}bool`]: "boolean",
  [`${core}null`]: "object",
  [`${core}str`]: "string",
};

export function checkTag(reading: Reading, written: Scalar, scalar: ScalarNode): void {
  const { tag } = written;
  if (tag === undefined) return;
  const type = typeOfTag[tag];
  const name = tag.replace(core, "!!");
  if (type === undefined) {
    report(
      reading,
      "yaml",
      scalar.at,
      `the tag ${name} is unknown to GitHub; it reads !!str, !!int, !!float, !!bool and !!null`,
    );
  } else if (type !== "string" && scalar.style !== "plain") {
    report(reading, "yaml", scalar.at, `a ${name} cannot be written as a ${scalar.style} string; write it plain`);
  } else if (typeof scalar.value !== type) {
    report(reading, "yaml", scalar.at, `${describe(scalar)} is no ${name}`);
  }
}
