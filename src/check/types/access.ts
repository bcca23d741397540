import type { Syntax } from "../../read/index.ts";
import type { Issue } from "./infer.ts";
import { nearest } from "./nearest.ts";
import { any, mergeAll, type ObjectType, show, type Type } from "./type.ts";

/** `x.*`: the items of a list, or the values of an object. */
export function filterType(of: Type, complain: (message: string) => void): Type {
  if (of.kind === "any") return { kind: "array", of: any, filtered: true };
  if (of.kind === "array")
    return {
      kind: "array",
      of: of.filtered === true && of.of.kind === "object" ? itemsOf(of.of) : of.of,
      filtered: true,
    };
  if (of.kind === "object") return { kind: "array", of: itemsOf(of), filtered: true };
  complain(`.* takes the items of an object or a list, and this is ${show(of)}`);
  return any;
}

function itemsOf(type: ObjectType): Type {
  return mergeAll([...Object.values(type.props), ...(type.rest === undefined ? [] : [type.rest])]);
}

/** `x.name`, `x[0]`, `x[other]`. */
export function indexType(node: Syntax & { kind: "index" }, of: Type, index: Type, tell: (issue: Issue) => void): Type {
  const name = node.index.kind === "literal" ? node.index.value : undefined;
  const complain = (message: string) => tell({ kind: "type", node, message });
  switch (of.kind) {
    case "any":
      return any;
    case "object":
      if (typeof name === "string") return propertyType(node, of, name, tell);
      return index.kind === "number" ? any : mergeAll([itemsOf(of), any]);
    case "array":
      if (of.filtered === true && typeof name === "string") {
        const inner = of.of.kind === "object" ? propertyType(node, of.of, name, () => {}) : any;
        return { kind: "array", of: inner, filtered: true };
      }
      if (typeof name === "string" || index.kind === "boolean" || index.kind === "object" || index.kind === "array") {
        complain(
          `a list has no property "${String(name ?? show(index))}"; take an item with [0] or all of them with .*`,
        );
        return any;
      }
      return of.of;
    default:
      complain(`${show(of)} has no properties, so "${String(name ?? "[…]")}" cannot be read from it`);
      return any;
  }
}

function propertyType(
  node: Syntax & { kind: "index" },
  of: ObjectType,
  name: string,
  tell: (issue: Issue) => void,
): Type {
  const lower = name.toLowerCase();
  const known = Object.hasOwn(of.props, lower) ? of.props[lower] : of.rest;
  if (known !== undefined) return known;
  const names = Object.keys(of.props);
  const meant = nearest(name, names);
  const path = [...pathOf(node.of), name];
  const message = `"${pathOf(node.of).join(".")}" has no property "${name}"; ${meant === undefined ? there(names) : `did you mean "${meant}"?`}`;
  tell({ kind: "property", node, path, message, meant });
  return any;
}

/** A payload has dozens of fields, and nobody reads dozens of names. */
function there(names: readonly string[]): string {
  if (names.length === 0) return "it has none";
  const most = names.length > 20 ? 12 : names.length;
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  return `it has ${shown.join(", ")}${most < names.length ? ` and ${names.length - most} more` : ""}`;
}

/** `steps.x.outputs` → ["steps", "x", "outputs"]. */
export function pathOf(node: Syntax): readonly string[] {
  if (node.kind === "context") return [node.name];
  if (node.kind === "index")
    return [...pathOf(node.of), node.index.kind === "literal" ? String(node.index.value) : "*"];
  if (node.kind === "filter") return [...pathOf(node.of), "*"];
  if (node.kind === "call") return [`${node.name}()`];
  return ["(…)"];
}
