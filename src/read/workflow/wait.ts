import { listed, type Reading, report } from "../problem.ts";
import type { Located } from "../source.ts";
import { describe, type Node } from "../yaml/node.ts";
import { plain, scalar } from "./value.ts";

/** `wait-all:` and `wait-all: true` say the same. */
export function checkWaitAll(reading: Reading, node: Node | undefined): void {
  const found = node && scalar(reading, node);
  if (found === undefined || found.value === null || found.value === true) return;
  report(reading, "unexpected-value", found.at, `"wait-all" takes nothing or true, not ${describe(found)}`, found.key);
}

/** A step that was started above. */
export function waitTarget(reading: Reading, node: Node, own: Located<string> | undefined, known: ReadonlySet<string>) {
  const found = plain(reading, node);
  if (found === undefined) return undefined;
  if (own !== undefined && own.value.toLowerCase() === found.value.toLowerCase()) {
    report(reading, "steps", found.at, `step "${own.value}" cannot wait for itself`);
  } else if (!known.has(found.value)) {
    const hint = known.size === 0 ? "no step above has an id" : `above there are ${listed(known)}`;
    report(reading, "steps", found.at, `no step above has the id "${found.value}"; ${hint}`);
  }
  return found;
}
