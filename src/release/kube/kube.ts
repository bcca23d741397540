import { type Json, objectsAt, textAt } from "../json/json.ts";
import { asObject, type KubeObject, type Ref, refOf, titleOf } from "./object.ts";
import { type Find, pathOf, refPath } from "./resources.ts";
import { type Ask, type Reply, unexpected } from "./session.ts";
import { type ApiFailure, isNotFound } from "./status.ts";
import type { Answer } from "./transport.ts";

export type Written =
  | { readonly ok: true; readonly object: KubeObject; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failure: ApiFailure };

export interface Listing {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly labels?: string;
  readonly fields?: string;
}

export interface ApplyOptions {
  readonly manager: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** The requests the product makes, typed. A refusal of the server is a value; an outage longer than our patience throws. */
export interface Kube {
  readonly find: Find;
  readonly get: (ref: Ref) => Promise<KubeObject | undefined>;
  /** Small pages, so that ten thousand pods never lie in memory at once. */
  readonly pages: (
    listing: Listing,
  ) => AsyncGenerator<{ readonly items: readonly KubeObject[]; readonly version: string }>;
  readonly create: (object: KubeObject) => Promise<Written>;
  /** PUT: refused with 409 when the object changed since `object` was read. */
  readonly replace: (object: KubeObject) => Promise<Written>;
  readonly apply: (object: KubeObject, options: ApplyOptions) => Promise<Written>;
  readonly jsonPatch: (ref: Ref, patch: Json) => Promise<Written>;
  /** Deletes only the very object that was seen: a new one of the same name has another UID. */
  readonly remove: (ref: Ref, uid: string) => Promise<ApiFailure | undefined>;
  readonly log: (
    pod: Ref,
    container: string,
    options: { tail: number; previous: boolean },
  ) => Promise<string | undefined>;
  readonly watch: (listing: Listing, version: string, signal: AbortSignal) => Promise<Answer>;
  /** A plain GET: the API's own proxy to a service, or a path of ours to try. */
  readonly raw: (path: string) => Promise<Reply>;
}

export interface Session {
  readonly ask: (ask: Ask) => Promise<Reply>;
  readonly open: (ask: Ask, signal: AbortSignal) => Promise<Answer>;
}

/** Of pods with everything on them a page is 1 MB of text and five times that once parsed: small pages are soon forgotten. */
const pageSize = 100;

/** `allowed` is asked before every try of every write. */
export function openKube(session: Session, find: Find, allowed: () => void = () => {}): Kube {
  const pathFor = async (ref: Ref): Promise<string> => {
    const path = await refPath(find, ref);
    if (path === undefined)
      throw unexpected(`${titleOf(ref)}: the cluster knows no ${ref.kind} in ${ref.apiVersion}`, noKind);
    return path;
  };
  const listPath = async (listing: Listing): Promise<string> => {
    const resource = await find(listing.apiVersion, listing.kind);
    if (resource === undefined) throw unexpected(`listing ${listing.kind}`, noKind);
    return pathOf(listing.apiVersion, resource, listing.namespace);
  };
  const selectors = (listing: Listing) => ({ labelSelector: listing.labels, fieldSelector: listing.fields });
  const write = async (what: Omit<Ask, "allowed">): Promise<Written> => {
    const reply = await session.ask({ ...what, allowed });
    if (!reply.ok) return reply;
    const object = asObject(reply.body);
    if (object === undefined)
      throw unexpected(`${what.method} ${what.path}`, { ...noKind, message: "the answer is no object" });
    return { ok: true, object, warnings: reply.warnings };
  };
  return {
    find,
    get: async (ref) => {
      const path = await refPath(find, ref);
      if (path === undefined) return undefined;
      const reply = await session.ask({ method: "GET", path });
      if (reply.ok) return asObject(reply.body);
      if (isNotFound(reply.failure)) return undefined;
      throw unexpected(`reading ${titleOf(ref)}`, reply.failure);
    },
    pages: async function* (listing) {
      const path = await listPath(listing);
      let next: string | undefined;
      do {
        const reply = await session.ask({
          method: "GET",
          path: path + query({ ...selectors(listing), limit: String(pageSize), continue: next }),
        });
        if (!reply.ok)
          throw unexpected(`listing ${listing.kind} in ${listing.namespace ?? "the cluster"}`, reply.failure);
        const items = objectsAt(reply.body, "items").map((item) =>
          asObject({ apiVersion: listing.apiVersion, kind: listing.kind, ...item }),
        );
        yield {
          items: items.filter((item) => item !== undefined),
          version: textAt(reply.body, "metadata", "resourceVersion") ?? "",
        };
        next = textAt(reply.body, "metadata", "continue");
      } while (next !== undefined && next !== "");
    },
    create: async (object) => {
      const resource = await find(object.apiVersion, object.kind);
      if (resource === undefined) throw unexpected(`creating ${titleOf(refOf(object))}`, noKind);
      return write({
        method: "POST",
        path: pathOf(object.apiVersion, resource, refOf(object).namespace),
        body: JSON.stringify(object),
      });
    },
    replace: async (object) =>
      write({ method: "PUT", path: await pathFor(refOf(object)), body: JSON.stringify(object) }),
    apply: async (object, { manager, force, dryRun }) => {
      const flags = {
        fieldManager: manager,
        fieldValidation: "Strict",
        force: force === true ? "true" : undefined,
        dryRun: dryRun === true ? "All" : undefined,
      };
      const sent = {
        method: "PATCH" as const,
        path: (await pathFor(refOf(object))) + query(flags),
        body: JSON.stringify(object),
        contentType: "application/apply-patch+yaml",
      };
      if (dryRun !== true) return write(sent);
      const reply = await session.ask(sent);
      const dry = reply.ok ? asObject(reply.body) : undefined;
      return reply.ok
        ? dry === undefined
          ? { ok: false, failure: noKind }
          : { ok: true, object: dry, warnings: reply.warnings }
        : reply;
    },
    jsonPatch: async (ref, patch) =>
      write({
        method: "PATCH",
        path: await pathFor(ref),
        body: JSON.stringify(patch),
        contentType: "application/json-patch+json",
      }),
    remove: async (ref, uid) => {
      const body = JSON.stringify({
        apiVersion: "v1",
        kind: "DeleteOptions",
        preconditions: { uid },
        propagationPolicy: "Background",
      });
      const reply = await session.ask({ method: "DELETE", path: await pathFor(ref), body, allowed });
      return reply.ok || isNotFound(reply.failure) ? undefined : reply.failure;
    },
    log: async (pod, container, { tail, previous }) => {
      const path = await refPath(find, pod, "log");
      const reply = await session.ask({
        method: "GET",
        path: `${path}${query({ container, tailLines: String(tail), previous: previous ? "true" : undefined, limitBytes: "65536" })}`,
        plain: true,
        accept: "*/*",
      });
      return reply.ok ? reply.text : undefined;
    },
    watch: async (listing, version, signal) =>
      session.open(
        {
          method: "GET",
          path:
            (await listPath(listing)) +
            query({
              ...selectors(listing),
              watch: "true",
              allowWatchBookmarks: "true",
              resourceVersion: version,
              timeoutSeconds: "300",
            }),
        },
        signal,
      ),
    raw: (path) => session.ask({ method: "GET", path }),
  };
}

const noKind: ApiFailure = { code: 404, reason: "NotFound", message: "no such kind", causes: [] };

function query(values: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
