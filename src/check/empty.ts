import type { Span } from "../read/index.ts";
import type { Entry, Node } from "../read/yaml/node.ts";

export interface Empty {
  readonly at: Span;
  readonly key: Span;
  readonly name: string;
}

/** Keys where nothing at all is a meaning of its own: an event by its name, an input without settings. */
const mayBeEmpty = new Set(["wait-all", "default", "description", "name"]);
/** Mappings whose values are the author's: empty there is a choice. */
const open = new Set(["env", "with", "matrix", "include", "exclude", "outputs"]);
/** `{}` under these says something. */
const meaningful = new Set(["permissions", "inputs", "secrets", "workflow_dispatch", "workflow_call"]);

/** Values that were left empty although the key asks for one. */
export function emptyNodes(root: Node): readonly Empty[] {
  return root.kind === "mapping" ? root.entries.flatMap((entry) => inEntry(entry, "workflow")) : [];
}

function inEntry({ key, value }: Entry, parent: string): readonly Empty[] {
  const name = key.text;
  if (parent === "on") return triggerEmpties(key.at, value, name);
  if (isEmpty(value, name))
    return parent !== "jobs" && open.has(parent)
      ? []
      : (mayBeEmpty.has(name) && parent !== "environment") || meaningful.has(name)
        ? []
        : [{ at: value.at, key: key.at, name }];
  if (name === "matrix" && value.kind === "mapping") {
    return value.entries
      .filter(({ value: vector }) => vector.kind !== "scalar" && isEmpty(vector, ""))
      .map((entry) => ({ at: entry.value.at, key: entry.key.at, name: entry.key.text }));
  }
  if (open.has(name)) return [];
  return below(key.at, value, name);
}

/** Under an event only lists of filters may not be empty. */
function triggerEmpties(key: Span, value: Node, event: string): readonly Empty[] {
  if (value.kind === "sequence" && value.items.length === 0) return [{ at: value.at, key, name: event }];
  if (value.kind !== "mapping") return [];
  return value.entries.flatMap(({ key: { text: name, at: key }, value: filter }) => {
    if (name === "outputs")
      return filter.kind === "mapping"
        ? filter.entries.flatMap((entry) => below(entry.key.at, entry.value, "outputs.<id>"))
        : [];
    if (event === "workflow_dispatch" || event === "workflow_call")
      return filter.kind === "mapping"
        ? filter.entries.flatMap((entry) => below(entry.key.at, entry.value, "inputs.<id>"))
        : [];
    if (isEmpty(filter, name)) return [{ at: filter.at, key, name }];
    return filter.kind === "sequence"
      ? filter.items.filter((item) => isEmpty(item, "")).map((item) => ({ at: item.at, key, name }))
      : [];
  });
}

function below(key: Span, value: Node, name: string): readonly Empty[] {
  if (value.kind === "mapping") return value.entries.flatMap((entry) => inEntry(entry, name));
  if (value.kind === "sequence")
    return value.items.flatMap((item) => (isEmpty(item, name) ? [{ at: item.at, key, name }] : below(key, item, name)));
  return [];
}

function isEmpty(node: Node, name: string): boolean {
  if (node.kind === "scalar") return node.text.trim() === "" && node.value !== false;
  const count = node.kind === "mapping" ? node.entries.length : node.items.length;
  return count === 0 && !meaningful.has(name);
}
