import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";

/** Do two texts say the same to YAML? Comments and layout do not count; the order of keys does not either. */
export function sameMeaning(one: string, other: string): boolean {
  try {
    return isDeepStrictEqual(parse(one), parse(other));
  } catch {
    return false;
  }
}
