import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import type { Intercept } from "../gateway/gateway.ts";
import { type RecordedAdvisory, recordedAdvisories } from "./recorded.ts";

/** Services that the audits ask and nobody else does. */
export const auditHosts = ["api.osv.dev", "pypi.org"] as const;

const Bulk = v.record(v.string(), v.array(v.string()));
const Query = v.object({
  version: v.optional(v.string()),
  package: v.optional(v.object({ name: v.string(), ecosystem: v.optional(v.string()) })),
});
const Batch = v.object({ queries: v.array(Query) });

// PEP 503
const normal = (name: string) => name.toLowerCase().replace(/[-_.]+/g, "-");

const published = "2026-01-01T00:00:00Z";
const page = (id: string) => `https://github.com/advisories/${id}`;

function recorded(ecosystem: string, name: string, version: string | undefined): readonly RecordedAdvisory[] {
  return recordedAdvisories.filter(
    (one) =>
      one.ecosystem.toLowerCase() === ecosystem.toLowerCase() &&
      normal(one.package) === normal(name) &&
      (version === undefined || one.versions.includes(version)),
  );
}

/** npm's bulk interface: asked by name and versions, answered by name. */
export function bulkAnswer(asked: unknown): object {
  const packages = Object.entries(v.parse(Bulk, asked));
  return Object.fromEntries(
    packages.flatMap(([name, versions]) => {
      const found = [...new Set(versions.flatMap((version) => recorded("npm", name, version)))];
      const told = found.map((one) => ({
        id: Number(one.id.replace(/\D/g, "")),
        url: page(one.id),
        title: one.title,
        severity: one.severity,
        vulnerable_versions: `<${one.fixedIn}`,
        cwe: [],
        cvss: { score: 0, vectorString: null },
      }));
      return told.length === 0 ? [] : [[name, told]];
    }),
  );
}

/** `GET /pypi/NAME/VERSION/json`, the part that pip-audit reads. */
export function pypiAnswer(name: string, version: string): object {
  return {
    info: { name, version },
    urls: [],
    vulnerabilities: recorded("PyPI", name, version).map((one) => ({
      id: one.id,
      aliases: [],
      summary: one.title,
      details: one.title,
      fixed_in: [one.fixedIn],
      link: page(one.id),
      source: "rehearsal",
      published,
      withdrawn: null,
    })),
  };
}

const vulnerability = (one: RecordedAdvisory): object => ({
  id: one.id,
  aliases: [],
  summary: one.title,
  details: one.title,
  modified: published,
  published,
  database_specific: { severity: one.severity.toUpperCase() },
  affected: [
    {
      package: { ecosystem: one.ecosystem, name: one.package },
      ranges: [
        {
          type: one.ecosystem === "npm" ? "SEMVER" : "ECOSYSTEM",
          events: [{ introduced: "0" }, { fixed: one.fixedIn }],
        },
      ],
      versions: one.versions,
    },
  ],
});

const queried = ({ package: asked, version }: v.InferOutput<typeof Query>) =>
  asked === undefined ? [] : recorded(asked.ecosystem ?? "", asked.name, version);

/** OSV's interface; undefined: it has no such path. */
export function osvAnswer(
  method: string,
  path: string,
  body: unknown,
): { readonly status: number; readonly body: object } | undefined {
  const ok = (answer: object) => ({ status: 200, body: answer });
  if (method === "POST" && path === "/v1/query") {
    const vulns = queried(v.parse(Query, body)).map(vulnerability);
    return ok(vulns.length === 0 ? {} : { vulns });
  }
  if (method === "POST" && path === "/v1/querybatch")
    return ok({
      results: v.parse(Batch, body).queries.map((query) => {
        const vulns = queried(query).map(({ id }) => ({ id, modified: published }));
        return vulns.length === 0 ? {} : { vulns };
      }),
    });
  const id = method === "GET" ? /^\/v1\/vulns\/([^/]+)$/.exec(path)?.[1] : undefined;
  if (id === undefined) return undefined;
  const found = recordedAdvisories.find((one) => one.id === id);
  return found ? ok(vulnerability(found)) : { status: 404, body: { code: 5, message: "Vulnerability not found." } };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString();
  return text === "" ? undefined : JSON.parse(text);
}

function send(response: ServerResponse, status: number, body: object): true {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  return true;
}

/** Answers what audits ask of npm's registry, PyPI and OSV from the recorded advisories, and nothing else. */
export function answerAudits(asked: (what: string) => void): Intercept {
  return async (request, response, url) => {
    const { method = "GET" } = request;
    if (method === "POST" && url.pathname.endsWith("/-/npm/v1/security/advisories/bulk")) {
      asked("npm's advisories");
      return send(response, 200, bulkAnswer(await bodyOf(request)));
    }
    const [, name, version] = /^\/pypi\/([^/]+)\/([^/]+)\/json$/.exec(url.pathname) ?? [];
    if (url.hostname === "pypi.org" && name !== undefined && version !== undefined) {
      asked("PyPI's advisories");
      return send(response, 200, pypiAnswer(decodeURIComponent(name), decodeURIComponent(version)));
    }
    if (url.hostname !== "api.osv.dev") return false;
    asked("OSV");
    const answer = osvAnswer(method, url.pathname, method === "POST" ? await bodyOf(request) : undefined);
    return send(response, answer?.status ?? 404, answer?.body ?? { code: 5, message: "not rehearsed" });
  };
}
