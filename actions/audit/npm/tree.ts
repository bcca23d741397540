import type { Lock, LockEntry } from "./lock.ts";

/** Somebody who asks for a package. */
export interface Dependent {
  /** `""` is the project itself, `packages/web` a workspace of it */
  readonly key: string;
  readonly range: string;
  readonly dev: boolean;
}

/** Who brought which package. */
export interface Tree {
  readonly dependents: (key: string) => readonly Dependent[];
  /** names from the project's own dependency down to the package: `["express", "qs"]` */
  readonly way: (key: string) => readonly string[];
}

const isProject = (key: string) => !key.includes("node_modules/");

/** The folders Node looks into, from the innermost: its own, its parents', the project's. */
function placesFor(name: string, from: string): readonly string[] {
  const places = [from === "" ? `node_modules/${name}` : `${from}/node_modules/${name}`];
  for (let at = from; at !== ""; ) {
    at = at.slice(0, Math.max(at.lastIndexOf("/"), 0));
    if (!at.endsWith("node_modules")) places.push(at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`);
  }
  return places;
}

function wanted(entry: LockEntry, key: string): readonly (readonly [string, string, boolean])[] {
  const all = { ...entry.peerDependencies, ...entry.optionalDependencies, ...entry.dependencies };
  const dev = isProject(key) ? Object.entries(entry.devDependencies) : [];
  return [
    ...Object.entries(all).map(([name, range]) => [name, range, false] as const),
    ...dev.filter(([name]) => !Object.hasOwn(all, name)).map(([name, range]) => [name, range, true] as const),
  ];
}

export function treeOf({ entries }: Lock): Tree {
  const resolve = (name: string, from: string): string | undefined => {
    const key = placesFor(name, from).find((place) => entries.has(place));
    const entry = key === undefined ? undefined : entries.get(key);
    return entry?.link && typeof entry.resolved === "string" ? entry.resolved : key;
  };
  const dependents = new Map<string, Dependent[]>();
  const ways = new Map<string, readonly string[]>();
  const queue = [...entries.keys()].filter(isProject);
  for (const key of queue) ways.set(key, []);
  // breadth first, so that the way found first is a shortest one
  for (const key of queue) {
    const entry = entries.get(key);
    if (!entry) continue;
    for (const [name, range, dev] of wanted(entry, key)) {
      const target = resolve(name, key);
      if (target === undefined) continue;
      dependents.set(target, [...(dependents.get(target) ?? []), { key, range, dev }]);
      if (ways.has(target)) continue;
      ways.set(target, [...(ways.get(key) ?? []), name]);
      queue.push(target);
    }
  }
  return { dependents: (key) => dependents.get(key) ?? [], way: (key) => ways.get(key) ?? [] };
}
