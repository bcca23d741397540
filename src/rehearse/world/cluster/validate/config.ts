import { equal } from "../json/equal.ts";
import { isObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, notAllowed, required, tooLong } from "./cause.ts";

const keyForm = /^[-._a-zA-Z0-9]+$/;
const sentence =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const most = 1024 * 1024;

const keysOf = (value: unknown) => (isObject(value) ? Object.keys(value) : []);

function keyCauses(field: string, keys: readonly string[]): readonly Cause[] {
  return keys.flatMap((key) => (keyForm.test(key) ? [] : [bad(`${field}[${key}]`, key, sentence)]));
}

export function configMapCauses(map: KubeObject): readonly Cause[] {
  const { data, binaryData } = map;
  const binary = new Set(keysOf(binaryData));
  const size = [data, binaryData]
    .flatMap((part) => (isObject(part) ? Object.values(part) : []))
    .reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0);
  return [
    ...keyCauses("data", keysOf(data)),
    ...keysOf(data)
      .filter((key) => binary.has(key))
      .map((key) => bad(`data[${key}]`, key, "duplicate of key present in binaryData")),
    ...keyCauses("binaryData", keysOf(binaryData)),
    ...(size > most ? [tooLong("", most)] : []),
  ];
}

const needed: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};

export function secretCauses(secret: KubeObject): readonly Cause[] {
  const keys = keysOf(secret["data"]);
  const size = isObject(secret["data"])
    ? Object.values(secret["data"]).reduce<number>((sum, value) => sum + (String(value).length * 3) / 4, 0)
    : 0;
  return [
    ...keyCauses("data", keys),
    ...(size > most ? [tooLong("data", most)] : []),
    ...(needed[String(secret["type"])] ?? [])
      .filter((key) => !keys.includes(key))
      .map((key) => required(`data[${key}]`)),
  ];
}

export function configMapChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  return sealedChange(old, next, ["data", "binaryData"]);
}

export function secretChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  return [
    ...sealedChange(old, next, ["data"]),
    ...(old["type"] === next["type"] ? [] : [bad("type", next["type"], "field is immutable")]),
  ];
}

/** `immutable: true` cannot be taken back, and holds for the data. */
function sealedChange(old: KubeObject, next: KubeObject, fields: readonly string[]): readonly Cause[] {
  if (old["immutable"] !== true) return [];
  return [
    ...(next["immutable"] === true ? [] : [notAllowed("immutable", "field is immutable when `immutable` is set")]),
    ...fields
      .filter((field) => !equal(old[field], next[field]))
      .map((field) => notAllowed(field, "field is immutable when `immutable` is set")),
  ];
}
