interface Place {
  /** keys with dots between them; `*` is any key or index */
  readonly path: string;
  /** only where this stands there */
  readonly value?: string;
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

/** A document without what stands at some places of it. */
export function without(document: unknown, places: readonly Place[]): unknown {
  return places.reduce((left, { path, value }) => cut(left, path.split("."), value), document);
}

function cut(node: unknown, [key = "", ...rest]: readonly string[], value: string | undefined): unknown {
  const gone = (name: string, inner: unknown) =>
    rest.length === 0 && (key === "*" || key === name) && (value === undefined || value === inner);
  const deeper = (name: string, inner: unknown) =>
    rest.length > 0 && (key === "*" || key === name) ? cut(inner, rest, value) : inner;
  if (Array.isArray(node))
    return node.flatMap((inner: unknown, i) => (gone(String(i), inner) ? [] : [deeper(String(i), inner)]));
  if (!isRecord(node)) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([name, inner]) => (gone(name, inner) ? [] : [[name, deeper(name, inner)]])),
  );
}
