import { ReportError } from "../results/error.ts";

const declared = (bytes: Uint8Array) =>
  /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(Buffer.from(bytes.subarray(0, 200)).toString("latin1"))?.[1];

const marked = ([first, second]: Uint8Array) =>
  first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : undefined;

/** The text of an XML file in the encoding it names: Windows' tools write others than UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  const encoding = marked(bytes) ?? declared(bytes) ?? "utf-8";
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    throw new ReportError(`it is written in ${encoding}, which is not known here`);
  }
}
