/** The messages that are not objects in JSON: times, quantities, numbers that may be names, raw JSON. */
import type { Json } from "../json/value.ts";
import { wireValues } from "./wire.ts";

/** Undefined: an ordinary message. */
export function special(name: string, bytes: Buffer): { readonly value: Json | undefined } | undefined {
  const read = readers[name];
  if (read === undefined) return undefined;
  const parts = wireValues(bytes);
  return { value: read((field) => parts.filter((part) => part.field === field).map((part) => part.value)) };
}

type Read = (field: number) => readonly (number | Buffer)[];

const text = (value: number | Buffer | undefined) => (Buffer.isBuffer(value) ? value.toString("utf8") : "");
const number = (value: number | Buffer | undefined) => (typeof value === "number" ? value : 0);

const readers: Readonly<Record<string, (read: Read) => Json | undefined>> = {
  "api.resource.Quantity": (read) => text(read(1)[0]),
  "util.intstr.IntOrString": (read) => (number(read(1)[0]) === 0 ? number(read(2)[0]) : text(read(3)[0])),
  "pkg.runtime.RawExtension": (read) => json(text(read(1)[0])),
  "meta.v1.FieldsV1": (read) => json(text(read(1)[0])),
  "meta.v1.Time": (read) => time(read, (date) => `${date.slice(0, 19)}Z`),
  "meta.v1.MicroTime": (read) => time(read, (date) => date.replace("Z", "000Z")),
  "authorization.v1.ExtraValue": (read) => read(1).map(text),
  "authentication.v1.ExtraValue": (read) => read(1).map(text),
};

/** The zero time is none. */
function time(read: Read, format: (date: string) => string): string | undefined {
  const [seconds] = read(1);
  if (typeof seconds !== "number" || seconds < 0) return undefined;
  return format(new Date(seconds * 1000 + number(read(2)[0]) / 1e6).toISOString());
}

function json(source: string): Json {
  const value: unknown = source === "" ? {} : JSON.parse(source);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
