import { gunzipSync, gzipSync } from "node:zlib";

/** Is the secret in the text: plain, cut off at its ends, or in any layer of base64 and gzip that can be taken off? */
export function holds(secret: string, text: string, depth = 3): boolean {
  if (text.includes(secret) || text.includes(secret.slice(3, -3))) return true;
  if (depth === 0) return false;
  return (text.match(/[A-Za-z0-9+/=_-]{16,}/g) ?? []).some((word) =>
    // a word may begin in the middle of a group of four
    [0, 1, 2, 3].some((shift) => {
      const bytes = Buffer.from(word.slice(shift), "base64");
      return holds(secret, inflated(bytes) ?? bytes.toString("utf8"), depth - 1);
    }),
  );
}

function inflated(bytes: Buffer): string | undefined {
  try {
    return gunzipSync(bytes).toString("utf8");
  } catch {
    return undefined;
  }
}

/** The ways in which it could get out: as it is, and wrapped as records and logs wrap what they hold. */
export const wrappings = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString("base64"),
  Buffer.from(`xy${secret}`).toString("base64"),
  gzipSync(`{"x":"${secret}"}`).toString("base64"),
  Buffer.from(gzipSync(Buffer.from(secret).toString("base64"))).toString("base64"),
];
