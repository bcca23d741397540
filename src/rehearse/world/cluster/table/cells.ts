/** What several kinds' columns are made of. */
import { at, type Path } from "../json/path.ts";
import { isObject, type Json, listOr, numberOr, objectsOf, stringOr, stringsOf } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { age } from "./age.ts";
import { type Column, words } from "./column.ts";

export const none = "<none>";

export const textAt =
  (...path: Path): Column["cell"] =>
  (object) =>
    stringOr(at(object, ...path)) || none;

export const numberAt =
  (...path: Path): Column["cell"] =>
  (object) =>
    numberOr(at(object, ...path), 0);

/** `2/3`: how many of how many. */
export const ratio =
  (have: Path, want: Path): Column["cell"] =>
  (object) =>
    `${numberOr(at(object, ...have), 0)}/${numberOr(at(object, ...want), 0)}`;

export const sizeAt =
  (...path: Path): Column["cell"] =>
  (object) => {
    const value = at(object, ...path);
    return isObject(value) ? Object.keys(value).length : listOr(value).length;
  };

export const ageAt =
  (...path: Path): Column["cell"] =>
  (object, now) => {
    const time = stringOr(at(object, ...path));
    return time === undefined ? none : age(time, now);
  };

/** Shown by `-o wide` only: containers, images and selector of what has a pod template. */
export const templateColumns: readonly Column[] = [
  words(
    "Containers",
    (object) =>
      containers(object)
        .map((one) => stringOr(one["name"], ""))
        .join(","),
    1,
  ),
  words(
    "Images",
    (object) =>
      containers(object)
        .map((one) => stringOr(one["image"], ""))
        .join(","),
    1,
  ),
  words("Selector", (object) => selectorText(at(object, "spec", "selector")), 1),
];

const containers = (object: KubeObject) => objectsOf(at(object, "spec", "template", "spec", "containers"));

export function selectorText(selector: Json | undefined): string {
  const labels = stringsOf(at(selector, "matchLabels") ?? selector);
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? none : pairs.join(",");
}
