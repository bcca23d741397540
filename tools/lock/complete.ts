import * as v from "valibot";

const Entry = v.looseObject({
  version: v.optional(v.string()),
  dev: v.optional(v.boolean()),
  license: v.optional(v.string()),
  resolved: v.optional(v.string()),
  optionalDependencies: v.optional(v.record(v.string(), v.string())),
});

export const Lock = v.looseObject({ packages: v.record(v.string(), Entry) });
export type Lock = v.InferOutput<typeof Lock>;

const systems = ["win32", "darwin", "android", "freebsd", "openharmony", "linux"];
const processors = ["arm64", "x64", "ia32", "ppc64", "riscv64", "s390x", "arm"];

/** `@biomejs/cli-linux-arm64-musl` → what npm must match before it installs it. */
function platformOf(name: string): object {
  const os = systems.find((system) => name.includes(system));
  const cpu = processors.find((processor) => name.includes(processor));
  const libc = os !== "linux" ? undefined : name.includes("musl") ? "musl" : name.includes("gnu") ? "glibc" : undefined;
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(libc ? { libc: [libc] } : {}), ...(os ? { os: [os] } : {}) };
}

/** Platform packages that the lock file names and does not hold. */
export function missingOptional(
  lock: Lock,
): { readonly name: string; readonly version: string; readonly by: string }[] {
  return Object.entries(lock.packages).flatMap(([by, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(
        ([name, version]) =>
          /^\d/.test(version) && !lock.packages[`${by}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`],
      )
      .map(([name, version]) => ({ name, version, by })),
  );
}

/**
 * `npm install` leaves out of the lock file what a registry mirror does not carry for other platforms, and `npm ci` then
 * refuses the lock file everywhere. The missing entries are added by what their names say; they are never installed here.
 */
export function completeLock(lock: Lock): Lock {
  const packages: Lock["packages"] = { ...lock.packages };
  for (const { name, version, by } of missingOptional(lock)) {
    const { dev, license } = lock.packages[by] ?? {};
    packages[`node_modules/${name}`] = {
      version,
      ...(dev ? { dev } : {}),
      ...(license ? { license } : {}),
      optional: true,
      ...platformOf(name),
    };
  }
  const sorted = Object.entries(packages)
    .sort(([a], [b]) => a.localeCompare(b, "en"))
    .map(([path, entry]): [string, Lock["packages"][string]] => {
      const { resolved: _, ...rest } = entry;
      return [path, rest];
    });
  return { ...lock, packages: Object.fromEntries(sorted) };
}
