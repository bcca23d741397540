import { gzipSync } from "node:zlib";
import * as v from "valibot";
import { badStatus, bodyJson, type Deps, kitError, request } from "../../../src/action/index.ts";
import { type Advisory, bulkSchema } from "./advisory.ts";
import type { NpmConfig } from "./config.ts";
import type { Locked } from "./lock.ts";

export interface Registry {
  /** advisories by package name */
  readonly advisories: (packages: readonly Locked[]) => Promise<ReadonlyMap<string, readonly Advisory[]>>;
  /** every published version; none when the registry will not say */
  readonly versions: (name: string) => Promise<readonly string[]>;
}

const packumentSchema = v.object({ versions: v.record(v.string(), v.unknown()) });

function versionsByName(packages: readonly Locked[]): Readonly<Record<string, readonly string[]>> {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of packages) versions.set(name, (versions.get(name) ?? new Set()).add(version));
  return Object.fromEntries([...versions].map(([name, set]) => [name, [...set].sort()]));
}

/**
 * One npm registry. Advisories come from its bulk interface, which every npm since 7 uses; the older ones are being switched
 * off. It takes names and versions and changes nothing, so it may be asked again.
 */
export function registryAt(url: string, config: NpmConfig, deps: Deps): Registry {
  const what = `the npm registry ${new URL(url).host}`;
  const authorization = config.authorization(url);
  for (const secret of authorization?.secrets ?? []) deps.log.mask(secret);
  const headers: Readonly<Record<string, string>> = {
    "user-agent": "tidegate-audit",
    ...(authorization === undefined ? {} : { authorization: authorization.header }),
  };
  return {
    async advisories(packages) {
      const answer = await request(deps, {
        url: new URL("-/npm/v1/security/advisories/bulk", url),
        method: "POST",
        repeatable: true,
        what,
        headers: {
          ...headers,
          accept: "application/json",
          "content-type": "application/json",
          "content-encoding": "gzip",
        },
        body: new Uint8Array(gzipSync(JSON.stringify(versionsByName(packages)))),
      });
      if (answer.status !== 200) throw badStatus(answer, what);
      const parsed = v.safeParse(bulkSchema, bodyJson(answer, what));
      if (!parsed.success)
        throw kitError("http", `${what} answered with something that is no list of advisories`, {
          expected: "advisories by package name",
          came: `${parsed.issues[0].message} at ${v.getDotPath(parsed.issues[0]) ?? "the top"}`,
        });
      return new Map(Object.entries(parsed.output));
    },
    async versions(name) {
      const answer = await request(deps, {
        url: new URL(name.replace("/", "%2f"), url),
        what,
        headers: { ...headers, accept: "application/vnd.npm.install-v1+json" },
        attempts: 2,
      });
      if (answer.status !== 200) throw badStatus(answer, what);
      const parsed = v.safeParse(packumentSchema, bodyJson(answer, what));
      return parsed.success ? Object.keys(parsed.output.versions) : [];
    },
  };
}
