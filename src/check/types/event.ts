import { payloadShapes, payloads } from "../facts/payloads.gen.ts";
import type { Workflow } from "../subject.ts";
import { any, arrayOf, boolean, loose, merge, number, type ObjectType, strict, string, type Type } from "./type.ts";

const primitives: Readonly<Record<string, Type>> = { string, number, boolean };

/** The shapes of payloads as types: a shape that several fields have is made once. */
class Shapes {
  private readonly known = new Map<string, ObjectType>();

  type(name: string): ObjectType {
    const known = this.known.get(name);
    if (known) return known;
    const fields = (payloadShapes[name] ?? "").split(" ").map((field): readonly [string, string] => {
      const colon = field.lastIndexOf(":");
      return [field.slice(0, colon), field.slice(colon + 1)];
    });
    const type = strict(Object.fromEntries(fields.map(([field, kind]) => [field, this.of(kind)])));
    this.known.set(name, type);
    return type;
  }

  private of(kind: string): Type {
    if (kind.endsWith("[]")) return arrayOf(this.of(kind.slice(0, -2)));
    return primitives[kind] ?? (payloadShapes[kind] === undefined ? any : this.type(kind));
  }
}

/** `github.event`: what any of the triggers fills; anything, where one of them is not described or somebody else's. */
export function eventType({ on }: Workflow): Type {
  const shapes = new Shapes();
  const types = on.map(({ event, dispatch }): Type => {
    const shape = payloads[event.value];
    if (shape === undefined) return loose(any);
    const payload = shapes.type(shape);
    if (event.value !== "workflow_dispatch") return payload;
    const inputs = strict(Object.fromEntries((dispatch ?? []).map((input) => [input.id.value, string])));
    return { ...payload, props: { ...payload.props, inputs } };
  });
  return types.length === 0 ? loose(any) : types.reduce(merge);
}
