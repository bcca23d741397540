import { at, type Json } from "../json/json.ts";

/** `$.items[0]["a b"].name` → its steps; undefined where it is no such path. */
export function parsePath(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  const step = /\.([\w-]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (found === null) return undefined;
    const [, name, index, quoted] = found;
    steps.push(index === undefined ? (name ?? (quoted ?? "").replace(/\\(.)/g, "$1")) : Number(index));
  }
  return steps;
}

export function valueAt(value: Json | undefined, path: string): Json | undefined {
  const steps = parsePath(path);
  return steps === undefined ? undefined : at(value, ...steps);
}
