import * as v from "valibot";
import { badStatus, bodyJson, type Deps, kitError, request } from "../../../src/action/index.ts";
import { type Vulnerability, vulnerabilitySchema } from "./vulnerability.ts";

export interface Queried {
  readonly name: string;
  readonly version: string;
}

/** https://google.github.io/osv.dev/api/ */
export interface Osv {
  /** names of vulnerabilities, for each package in the order asked */
  readonly query: (ecosystem: "npm", packages: readonly Queried[]) => Promise<readonly (readonly string[])[]>;
  readonly vulnerabilities: (ids: readonly string[]) => Promise<ReadonlyMap<string, Vulnerability>>;
}

const batchSchema = v.object({
  results: v.array(
    v.object({
      vulns: v.optional(v.array(v.object({ id: v.string() })), []),
      next_page_token: v.optional(v.string()),
    }),
  ),
});

/** the interface's own limit for one request */
const batch = 1000;
const atOnce = 6;

/** `work` for every item, a few at a time. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += atOnce)
    results.push(...(await Promise.all(items.slice(from, from + atOnce).map(work))));
  return results;
}

export function osvAt(url: URL, deps: Deps): Osv {
  const what = `OSV (${url.host})`;
  const wrong = (came: string) => kitError("http", `${what} answered with something it should not`, { came });

  type Query = Queried & { readonly token?: string };
  const ask = async (ecosystem: string, queries: readonly Query[]) => {
    const body = queries.map(({ name, version, token }) => ({
      package: { name, ecosystem },
      version,
      ...(token === undefined ? {} : { page_token: token }),
    }));
    const answer = await request(deps, {
      url: new URL("/v1/querybatch", url),
      method: "POST",
      repeatable: true,
      what,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ queries: body }),
    });
    if (answer.status !== 200) throw badStatus(answer, what);
    const parsed = v.safeParse(batchSchema, bodyJson(answer, what));
    if (!parsed.success) throw wrong(parsed.issues[0].message);
    if (parsed.output.results.length !== queries.length)
      throw wrong(`${parsed.output.results.length} results for ${queries.length} packages`);
    return parsed.output.results;
  };

  /** Asks for further pages until there are none. */
  const complete = async (ecosystem: string, queries: readonly Queried[]): Promise<string[][]> => {
    const found = queries.map((): string[] => []);
    let open: readonly { readonly index: number; readonly query: Query }[] = queries.map((query, index) => ({
      index,
      query,
    }));
    while (open.length > 0) {
      const results = await ask(
        ecosystem,
        open.map(({ query }) => query),
      );
      const next: { index: number; query: Query }[] = [];
      for (const [at, { index, query }] of open.entries()) {
        const result = results[at];
        found[index]?.push(...(result?.vulns.map(({ id }) => id) ?? []));
        if (result?.next_page_token) next.push({ index, query: { ...query, token: result.next_page_token } });
      }
      open = next;
    }
    return found;
  };

  return {
    async query(ecosystem, packages) {
      const found: string[][] = [];
      for (let from = 0; from < packages.length; from += batch)
        found.push(...(await complete(ecosystem, packages.slice(from, from + batch))));
      return found;
    },
    async vulnerabilities(ids) {
      const all = await inTurns([...new Set(ids)], async (id) => {
        const answer = await request(deps, { url: new URL(`/v1/vulns/${encodeURIComponent(id)}`, url), what });
        if (answer.status === 404) return undefined;
        if (answer.status !== 200) throw badStatus(answer, what);
        const parsed = v.safeParse(vulnerabilitySchema, bodyJson(answer, what));
        if (!parsed.success) throw wrong(`${id}: ${parsed.issues[0].message}`);
        return parsed.output.withdrawn === undefined ? ([id, parsed.output] as const) : undefined;
      });
      return new Map(all.flatMap((entry) => (entry === undefined ? [] : [entry])));
    },
  };
}
