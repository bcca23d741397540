import { ReportError } from "../results/error.ts";

const declared = (bytes: Uint8Array) =>
  /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(Buffer.from(bytes.subarray(0, 200)).toString("latin1"))?.[1];

/** A mark of UTF-16, or the `<` that every report begins with, in two bytes. */
function marked([first, second]: Uint8Array): string | undefined {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le";
  return (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c) ? "utf-16be" : undefined;
}

/** What one can read byte by byte is not UTF-16, whatever it says: .NET writes so where a string became a file. */
const plausible = (encoding: string | undefined) => (/^utf-?16/i.test(encoding ?? "") ? undefined : encoding);

/** The text of an XML file in the encoding it names: Windows' tools write others than UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  const encoding = marked(bytes) ?? plausible(declared(bytes)) ?? "utf-8";
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    throw new ReportError(`it is written in ${encoding}, which is not known here`);
  }
}
