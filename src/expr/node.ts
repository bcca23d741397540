/** An expression as a tree, before it is printed. */
export type Infix = "==" | "!=" | "<" | "<=" | ">" | ">=" | "&&" | "||";

export type Node =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "context"; readonly name: string }
  | { readonly kind: "member"; readonly of: Node; readonly key: string }
  | { readonly kind: "index"; readonly of: Node; readonly index: Node }
  /** `.*`: an object or a list becomes the list of what it holds */
  | { readonly kind: "filter"; readonly of: Node }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: "infix"; readonly op: Infix; readonly args: readonly Node[] }
  | { readonly kind: "not"; readonly arg: Node }
  /** text with expressions in it */
  | { readonly kind: "text"; readonly parts: readonly (string | Node)[] };

export const literal = (value: string | number | boolean | null): Node => ({ kind: "literal", value });

/** `path("needs", "build", "outputs")` → `needs.build.outputs` */
export const path = (root: string, ...keys: readonly string[]): Node =>
  keys.reduce<Node>((of, key) => ({ kind: "member", of, key }), { kind: "context", name: root });
