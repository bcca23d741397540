import { changedKeys, isSecret } from "../bundle/secrets.ts";
import { isOurs } from "../identity/marks.ts";
import { withoutAt } from "../json/change.ts";
import { equal } from "../json/equal.ts";
import { isList, isObject, type Json, type JsonObject, mapAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";

/** One place that changes. Of a Secret only the key is named, with no value on either side. */
export interface Change {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** What the server would make of it, beside what is there: defaults and other managers' fields are in both. */
export function changesBetween(live: KubeObject | undefined, wanted: KubeObject): readonly Change[] {
  if (isSecret(wanted))
    return changedKeys(live, wanted).map((key) => ({ path: `data.${key}`, after: "(changed, not shown)" }));
  return compare(live === undefined ? undefined : quiet(live), quiet(wanted), "");
}

const noise = [
  "status",
  "metadata.managedFields",
  "metadata.resourceVersion",
  "metadata.generation",
  "metadata.creationTimestamp",
  "metadata.uid",
  "metadata.selfLink",
];
const bookkeeping = (key: string) =>
  isOurs(key) ||
  key === "kubectl.kubernetes.io/last-applied-configuration" ||
  key === "deployment.kubernetes.io/revision";

/** Without what changes at every write, and without our own marks: they are told in words. */
function quiet(object: KubeObject): Json {
  const bare = noise.reduce<JsonObject>((value, path) => withoutAt(value, path.split(".")), object);
  return strip(bare);
}

function strip(value: Json | undefined): Json {
  if (isList(value)) return value.map(strip);
  if (!isObject(value)) return value ?? null;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    if ((key === "annotations" || key === "labels") && isObject(inner)) {
      return [key, Object.fromEntries(Object.entries(mapAt(inner)).filter(([name]) => !bookkeeping(name)))];
    }
    return [key, strip(inner)];
  });
  return Object.fromEntries(entries.filter(([, inner]) => !(isObject(inner) && Object.keys(inner).length === 0)));
}

function compare(before: Json | undefined, after: Json | undefined, path: string): readonly Change[] {
  if (equal(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => compare(before[key], after[key], path === "" ? key : `${path}.${key}`));
  }
  if (isList(before) && isList(after)) return compareLists(before, after, path);
  return [
    {
      path,
      ...(before === undefined ? {} : { before: brief(before) }),
      ...(after === undefined ? {} : { after: brief(after) }),
    },
  ];
}

/** Lists of named things (containers, ports, variables) are compared by name, so that one added in front is one change. */
function compareLists(before: readonly Json[], after: readonly Json[], path: string): readonly Change[] {
  const names = (list: readonly Json[]) =>
    list.map((one) => (isObject(one) && typeof one["name"] === "string" ? one["name"] : undefined));
  const [was, is] = [names(before), names(after)];
  if ([...was, ...is].includes(undefined) || new Set(was).size !== was.length || new Set(is).size !== is.length) {
    const longest = Math.max(before.length, after.length);
    return Array.from({ length: longest }, (_, at) => compare(before[at], after[at], `${path}[${at}]`)).flat();
  }
  const all = [...new Set([...was, ...is])];
  return all.flatMap((name) => compare(before[was.indexOf(name)], after[is.indexOf(name)], `${path}[${name}]`));
}

function brief(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}

/** Is the pod template of both the same, as the server stores it? Then nothing restarts. */
export const sameTemplate = (a: Json | undefined, b: Json | undefined): boolean => equal(a, b);
