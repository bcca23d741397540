/** The three moves defaults are made of; each gives the same object back when there is nothing to do. */
import { isList, isObject, type Json, type JsonObject } from "../json/value.ts";

/** The fields that are absent, filled in. */
export function fill<T extends JsonObject>(object: T, defaults: JsonObject): T {
  const absent = Object.entries(defaults).filter(([key, value]) => object[key] === undefined && value !== undefined);
  return absent.length === 0 ? object : { ...object, ...Object.fromEntries(absent) };
}

/** A child object, changed; an absent one stays absent. */
export function within<T extends JsonObject>(object: T, key: string, change: (child: JsonObject) => JsonObject): T {
  const child = object[key];
  return isObject(child) ? replaced(object, key, change(child)) : object;
}

/** Each object of a list, changed. */
export function each<T extends JsonObject>(object: T, key: string, change: (item: JsonObject) => JsonObject): T {
  const list = object[key];
  if (!isList(list)) return object;
  const next = list.map((item) => (isObject(item) ? change(item) : item));
  return next.every((item, i) => item === list[i]) ? object : replaced(object, key, next);
}

function replaced<T extends JsonObject>(object: T, key: string, value: Json): T {
  return object[key] === value ? object : { ...object, [key]: value };
}

/** Several changes, one after the other. */
export function through<T>(value: T, ...changes: readonly ((value: T) => T)[]): T {
  return changes.reduce((current, change) => change(current), value);
}
