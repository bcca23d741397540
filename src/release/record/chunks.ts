import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { ReleaseError } from "../error.ts";

/** A ConfigMap may hold 1 MiB in all, etcd 1.5 MiB a request; base64 makes a third more of this. */
const chunkBytes = 600 * 1024;

export interface Packed {
  readonly chunks: readonly string[];
  /** Of the text, so that a chunk that was lost, mixed up or edited is noticed. */
  readonly digest: string;
}

export function pack(text: string): Packed {
  const bytes = gzipSync(text, { level: 9 });
  const count = Math.max(1, Math.ceil(bytes.length / chunkBytes));
  const chunks = Array.from({ length: count }, (_, at) =>
    bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes).toString("base64"),
  );
  return { chunks, digest: digestOf(text) };
}

export function unpack({ chunks, digest }: Packed): string {
  let text: string;
  try {
    text = gunzipSync(Buffer.concat(chunks.map((chunk) => Buffer.from(chunk, "base64")))).toString("utf8");
  } catch (cause) {
    throw new ReleaseError(
      "record",
      "the record's chunks cannot be unpacked",
      "one of its ConfigMaps was lost or edited",
      cause,
    );
  }
  if (digestOf(text) !== digest) {
    throw new ReleaseError(
      "record",
      "the record does not match its digest",
      "one of its ConfigMaps was edited; choose another release",
    );
  }
  return text;
}

export const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
