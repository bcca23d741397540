import { valid } from "semver";
import * as v from "valibot";

const Entry = v.looseObject({
  version: v.optional(v.string()),
  dev: v.optional(v.boolean()),
  license: v.optional(v.string()),
  resolved: v.optional(v.string()),
  optionalDependencies: v.optional(v.record(v.string(), v.string())),
});
const Lock = v.looseObject({ packages: v.record(v.string(), Entry) });
export type Lock = v.InferOutput<typeof Lock>;
type Packages = Lock["packages"];

/** A lock file as it stands: what valibot makes of it would have its keys in another order. */
export function readLock(text: string): Lock {
  const lock: unknown = JSON.parse(text);
  v.assert(Lock, lock);
  return lock;
}

const systems = ["win32", "darwin", "android", "freebsd", "openharmony", "linux"];
const processors = ["arm64", "x64", "ia32", "ppc64", "riscv64", "s390x", "arm"];

interface Platform {
  readonly cpu?: string;
  readonly libc?: string;
  readonly os?: string;
}

/** `@biomejs/cli-linux-arm64-musl` → what npm must match before it installs it. */
function platformOf(name: string): Platform {
  const os = systems.find((system) => name.includes(system));
  const cpu = processors.find((processor) => name.includes(processor));
  const libc = os !== "linux" ? undefined : name.includes("musl") ? "musl" : name.includes("gnu") ? "glibc" : undefined;
  return { ...(cpu ? { cpu } : {}), ...(libc ? { libc } : {}), ...(os ? { os } : {}) };
}

/** Where a package finds another, the nearest first: `node_modules/a` → `node_modules/a/node_modules/NAME`, `node_modules/NAME`. */
function placesFor(name: string, by: string): readonly string[] {
  const above = by.split("/").map((_, at, parts) => parts.slice(0, parts.length - at).join("/"));
  const folders = above.filter((folder) => folder !== "" && !/(^|\/)(node_modules|@[^/]+)$/.test(folder));
  return [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}

interface Missing {
  readonly name: string;
  readonly version: string;
  readonly by: string;
  /** the path that it gets: as far up as it can be found by what names it, and is not in the way of another version */
  readonly place: string;
}

function missingOf(by: string, packages: Packages): readonly Missing[] {
  return Object.entries(packages[by]?.optionalDependencies ?? {}).flatMap(([name, version]) => {
    const places = placesFor(name, by);
    const found = places.find((place) => packages[place]);
    const [nearest] = places;
    // what lies right below it was put there for it, whatever it asks for
    if (valid(version) === null || (found && (found === nearest || packages[found]?.version === version))) return [];
    return [{ name, version, by, place: (found ? nearest : places.at(-1)) ?? "" }];
  });
}

const depth = (path: string) => path.split("node_modules/").length;

/** Platform packages that the lock file names and does not hold. */
export const missingOptional = ({ packages }: Lock): readonly Missing[] =>
  Object.keys(packages).flatMap((by) => missingOf(by, packages));

/** As npm writes one: its version, then by the alphabet. */
function entryOf({ name, version, by }: Missing, packages: Packages): Packages[string] {
  const { dev, license } = packages[by] ?? {};
  const { cpu, libc, os } = platformOf(name);
  return {
    version,
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(dev ? { dev } : {}),
    ...(libc ? { libc: [libc] } : {}),
    ...(license ? { license } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}

/**
 * `npm install` leaves out of the lock file what a registry mirror does not carry for other platforms, and `npm ci` then
 * refuses the lock file everywhere. The missing entries are added by what their names say; they are never installed here.
 */
export function completeLock(lock: Lock): Lock {
  const packages: Packages = { ...lock.packages };
  // the nearest to the root first: the place there is theirs, as npm has it
  for (const by of Object.keys(lock.packages).sort((a, b) => depth(a) - depth(b)))
    for (const missing of missingOf(by, packages)) packages[missing.place] = entryOf(missing, packages);
  const sorted = Object.entries(packages)
    .sort(([a], [b]) => a.localeCompare(b, "en"))
    .map(([path, entry]): [string, Packages[string]] => {
      const { resolved: _, ...rest } = entry;
      return [path, rest];
    });
  return { ...lock, packages: Object.fromEntries(sorted) };
}
