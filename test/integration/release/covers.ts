/** Does what is there have everything that was wanted, whatever else it has? The first place where it has not. */
export function missing(wanted: unknown, live: unknown, path = ""): string | undefined {
  if (Array.isArray(wanted)) {
    // the server leaves empty lists out
    if (wanted.length === 0 && live === undefined) return undefined;
    if (!Array.isArray(live) || live.length !== wanted.length) return path;
    return first(wanted.map((one, at) => missing(one, live[at], `${path}[${at}]`)));
  }
  if (typeof wanted === "object" && wanted !== null) {
    if (typeof live !== "object" || live === null) return path;
    const there = new Map<string, unknown>(Object.entries(live));
    return first(Object.entries(wanted).map(([key, value]) => missing(value, there.get(key), `${path}.${key}`)));
  }
  return wanted === live ? undefined : `${path}: ${String(wanted)} is ${String(live)}`;
}

const first = (found: readonly (string | undefined)[]) => found.find((one) => one !== undefined);
