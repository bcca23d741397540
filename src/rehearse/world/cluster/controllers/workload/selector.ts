import { isObject, type Json, listOr, objectsOf, stringOr, stringsOf } from "../../json/value.ts";

export type Labels = Readonly<Record<string, string>>;

/** A `LabelSelector` as a question. An absent one matches nothing, an empty one everything. */
export function selects(selector: Json | undefined): (labels: Labels) => boolean {
  if (!isObject(selector)) return () => false;
  const wanted = Object.entries(stringsOf(selector["matchLabels"]));
  const expressions = objectsOf(selector["matchExpressions"]);
  return (labels) =>
    wanted.every(([key, value]) => labels[key] === value) &&
    expressions.every((expression) => {
      const value = labels[stringOr(expression["key"], "")];
      const values = listOr(expression["values"]);
      switch (expression["operator"]) {
        case "In":
          return value !== undefined && values.includes(value);
        case "NotIn":
          return value === undefined || !values.includes(value);
        case "Exists":
          return value !== undefined;
        case "DoesNotExist":
          return value === undefined;
        default:
          return false;
      }
    });
}

/** A Service's plain map of labels; an empty one selects nothing. */
export function selectsLabels(selector: Json | undefined): (labels: Labels) => boolean {
  const wanted = Object.entries(stringsOf(selector));
  return (labels) => wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
