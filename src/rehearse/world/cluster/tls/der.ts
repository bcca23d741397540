/** The little of ASN.1's DER that an X.509 certificate needs (ITU-T X.690). */
const encode = (tag: number, content: Buffer): Buffer => {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length]), bytes, content]);
};

export const sequence = (...items: readonly Buffer[]) => encode(0x30, Buffer.concat(items));
export const set = (...items: readonly Buffer[]) => encode(0x31, Buffer.concat(items));
export const octets = (content: Buffer) => encode(0x04, content);
export const bits = (content: Buffer, unused = 0) => encode(0x03, Buffer.concat([Buffer.from([unused]), content]));
export const utf8 = (text: string) => encode(0x0c, Buffer.from(text, "utf8"));
export const boolean = (value: boolean) => encode(0x01, Buffer.from([value ? 0xff : 0]));
/** A context-specific tag: `explicit` wraps, `implicit` replaces the tag of a primitive. */
export const explicit = (number: number, ...items: readonly Buffer[]) => encode(0xa0 | number, Buffer.concat(items));
export const implicit = (number: number, content: Buffer) => encode(0x80 | number, content);

/** A non-negative number; a leading zero keeps the sign bit clear. */
export function integer(value: number | Buffer): Buffer {
  const bytes = typeof value === "number" ? Buffer.from([value]) : value;
  const first = bytes[0] ?? 0;
  return encode(0x02, first >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** GeneralizedTime, to the second. */
export const time = (date: Date) =>
  encode(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`, "ascii"));

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return encode(0x06, Buffer.from(bytes));
}
