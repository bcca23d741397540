/** Label selectors as they stand in a query: `app=web,tier!=db,env in (a,b),x notin (y),present,!absent`. */
import { type Json, listOr, objectOr, objectsOf, stringsOf } from "../json/value.ts";
import { badRequest } from "../status/refusals.ts";

export type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

export function parseLabelSelector(text: string): LabelTest {
  const tests = split(text).map(requirement);
  return (labels) => tests.every((test) => test(labels));
}

/** At commas outside parentheses. */
function split(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function requirement(text: string): LabelTest {
  const inSet = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (inSet !== null) {
    const [, key = "", operator, values = ""] = inSet;
    const allowed = new Set(values.split(",").map((value) => value.trim()));
    if (operator === "in") return (labels) => key in labels && allowed.has(labels[key] ?? "");
    return (labels) => !(key in labels) || !allowed.has(labels[key] ?? "");
  }
  const compared = /^([^=!<>\s]+)\s*(==|=|!=|<|>)\s*([^\s=!<>]*)$/.exec(text);
  if (compared !== null) {
    const [, key = "", operator, value = ""] = compared;
    if (operator === "!=") return (labels) => labels[key] !== value;
    if (operator === "<") return (labels) => Number(labels[key]) < Number(value);
    if (operator === ">") return (labels) => Number(labels[key]) > Number(value);
    return (labels) => labels[key] === value;
  }
  const presence = /^(!?)\s*([^=!<>\s()]+)$/.exec(text);
  if (presence === null) throw unreadable(text);
  const [, not, key = ""] = presence;
  return not === "!" ? (labels) => !(key in labels) : (labels) => key in labels;
}

/** Says what was found where something else was expected, as Kubernetes' own parser does. */
function unreadable(text: string) {
  const [, operator = "", rest = ""] = /^!?[^\s=!<>()]+\s*(==|=|!=|<|>)?\s*(.*)$/.exec(text) ?? [];
  const [found = ""] = /^[=!<>()]|^\S+/.exec(operator === "" ? (rest === "" ? text : rest) : rest) ?? [];
  const expected = operator === "" ? "in, notin, =, ==, !=, gt, lt" : "identifier";
  return badRequest(`unable to parse requirement: found '${found}', expected: ${expected}`);
}

/** A `LabelSelector` object. An empty one matches everything, an absent one nothing. */
export function labelSelectorTest(selector: Json | undefined): LabelTest {
  if (selector === undefined || selector === null) return () => false;
  const wanted = Object.entries(stringsOf(objectOr(selector)["matchLabels"]));
  const tests = objectsOf(objectOr(selector)["matchExpressions"]).map((expression): LabelTest => {
    const key = String(expression["key"]);
    const values = new Set(listOr(expression["values"]));
    switch (expression["operator"]) {
      case "In":
        return (labels) => key in labels && values.has(labels[key] ?? "");
      case "NotIn":
        return (labels) => !(key in labels) || !values.has(labels[key] ?? "");
      case "Exists":
        return (labels) => key in labels;
      default:
        return (labels) => !(key in labels);
    }
  });
  return (labels) => wanted.every(([key, value]) => labels[key] === value) && tests.every((test) => test(labels));
}
