/** What a step asks for, in buildx's own words. */
export interface CacheWish {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface CacheCircumstances {
  readonly event: string | undefined;
  /** the job can get a token that proves who it is: what it builds may be signed */
  readonly canSign: boolean;
  /** what GitHub lets this job do with its cache; undefined where it does not say */
  readonly mode: string | undefined;
  /** keeps the caches of several images apart */
  readonly scope: string;
}

/** What is left of the wish, and why something is not. */
export interface Caches extends CacheWish {
  readonly notes: readonly string[];
}

const attribute = (entry: string, name: string): string | undefined =>
  new RegExp(`(?:^|,)\\s*${name}=([^,]*)`).exec(entry)?.[1];

/** A bare reference is an image in a registry. */
const typeOf = (entry: string): string => attribute(entry, "type") ?? "registry";

/** The folder a local cache goes to; buildx makes it before it builds, and ends when it cannot. */
export const localFolder = (entry: string): string | undefined =>
  typeOf(entry) === "local" ? attribute(entry, "dest") : undefined;

const scoped = (entry: string, scope: string): string =>
  typeOf(entry) === "gha" && attribute(entry, "scope") === undefined ? `${entry},scope=${scope}` : entry;

/** A cache is a help: that it could not be written never fails a build. Inline caches are part of the image and cannot fail. */
function harmless(entry: string): string {
  if (typeOf(entry) === "inline") return entry;
  const full = entry.includes("=") ? entry : `type=registry,ref=${entry}`;
  return `${full.replace(/,\s*ignore-error=[^,]*/g, "")},ignore-error=true`;
}

/** A cache that pull requests can write must not flow into what is signed, and pull requests must not write it. */
export function cachesFor(wish: CacheWish, { event, canSign, mode, scope }: CacheCircumstances): Caches {
  if (wish.from.length + wish.to.length === 0) return { from: [], to: [], notes: [] };
  if (canSign)
    return {
      from: [],
      to: [],
      notes: [
        "no cache is used: this job can sign, and what it signs must not come from a cache others may have written",
      ],
    };
  const notes: string[] = [];
  const allowed = (entries: readonly string[], may: readonly string[], verb: string) =>
    entries.filter((entry) => {
      const fine = typeOf(entry) !== "gha" || mode === undefined || may.includes(mode);
      if (!fine) notes.push(`GitHub's cache is not ${verb}: the job's cache-mode is ${mode}`);
      return fine;
    });
  const from = allowed(wish.from, ["read", "write"], "read");
  const pullRequest = event?.startsWith("pull_request") === true;
  if (pullRequest && wish.to.length > 0) notes.push(`no cache is written on ${event}`);
  const to = pullRequest ? [] : allowed(wish.to, ["write", "write-only"], "written");
  return {
    from: from.map((entry) => scoped(entry, scope)),
    to: to.map((entry) => harmless(scoped(entry, scope))),
    notes,
  };
}
