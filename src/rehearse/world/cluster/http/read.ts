import type { KubeObject } from "../object.ts";
import { parseFieldSelector } from "../select/fields.ts";
import { parseLabelSelector } from "../select/labels.ts";
import { badRequest, expired, notFound } from "../status/refusals.ts";
import { StatusError } from "../status/status-error.ts";
import { keyOfObject } from "../store/rows.ts";
import type { ListOptions } from "../store/store.ts";
import { typeName } from "../types/resource-type.ts";
import { type Answer, ok, type ResourceCall } from "./call.ts";
import { listWish } from "./options.ts";
import { presentList, presentOne } from "./presented.ts";
import type { Serving } from "./serving.ts";

export function getOne({ store }: Serving, call: ResourceCall): Answer {
  const { type, namespace, name } = call.target;
  const object = store.get(typeName(type), namespace, name);
  if (object === undefined) throw notFound(type, name);
  return ok(presentOne(call, type, object, store.clock.now()));
}

export function list({ store }: Serving, call: ResourceCall): Answer {
  const { type } = call.target;
  const name = typeName(type);
  const wanted = selection(call);
  const page = pageOf(call, store.resourceVersion());
  const all =
    page.version === store.resourceVersion() ? store.list(name, wanted) : store.listAt(name, page.version, wanted);
  if (all === undefined) throw tooOld(page);
  const rest = page.start === "" ? all : all.filter((object) => keyOfObject(object) > page.start);
  const { limit } = listWish(call);
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const last = items.at(-1);
  const more = rest.length - items.length;
  const selective = call.query.has("labelSelector") || call.query.has("fieldSelector");
  const metadata = {
    resourceVersion: String(page.version),
    ...(more > 0 && last !== undefined
      ? {
          continue: token(page.version, last),
          ...(selective ? {} : { remainingItemCount: more }),
        }
      : {}),
  };
  return ok(presentList(call, type, items, metadata, store.clock.now()));
}

/** The namespace and selectors of a list, watch or delete of a collection. */
export function selection(call: ResourceCall): ListOptions {
  const { type, namespace, name } = call.target;
  const labels = call.query.get("labelSelector") ?? "";
  const fields = [call.query.get("fieldSelector") ?? "", name === "" ? "" : `metadata.name=${name}`]
    .filter((part) => part !== "")
    .join(",");
  return {
    ...(type.namespaced && namespace !== "" ? { namespace } : {}),
    ...(labels === "" ? {} : { labels: parseLabelSelector(labels) }),
    ...(fields === "" ? {} : { where: parseFieldSelector(type, fields) }),
  };
}

interface Page {
  readonly version: number;
  /** The key after which it begins; "" at the start. */
  readonly start: string;
}

function pageOf(call: ResourceCall, now: number): Page {
  const { query } = call;
  const given = query.get("continue");
  if (given !== null && given !== "") return readToken(given, now);
  const { version = 0, exact } = listWish(call);
  if (version > now) throw tooLarge(version, now);
  return { version: exact && version > 0 ? version : now, start: "" };
}

function token(version: number, last: KubeObject): string {
  const value = { v: "meta.k8s.io/v1", rv: version, start: keyOfObject(last) };
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function readToken(given: string, now: number): Page {
  try {
    const value: unknown = JSON.parse(Buffer.from(given, "base64url").toString("utf8"));
    if (typeof value === "object" && value !== null && "rv" in value && "start" in value) {
      const { rv, start } = value;
      // -1: go on at the newest version, as the token in a 410 allows.
      if (typeof rv === "number" && typeof start === "string") return { version: rv === -1 ? now : rv, start };
    }
  } catch {}
  throw badRequest("invalid continue token: continue key is not valid: it was not made by this server");
}

function tooOld(page: Page): StatusError {
  if (page.start === "") return expired(`The resourceVersion for the provided list is too old.`);
  const again = Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: -1, start: page.start })).toString("base64url");
  return new ExpiredContinue(again);
}

/** Carries a token with which the rest may be had after all, at the newest version. */
class ExpiredContinue extends StatusError {
  readonly #continue: string;
  constructor(continueAt: string) {
    super(
      410,
      "Expired",
      "The provided continue parameter is too old to display a consistent list result. You can start a new list without " +
        "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
        "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted " +
        "between the time the first chunk was returned and now may show up in the list.",
    );
    this.#continue = continueAt;
  }
  override toStatus() {
    return { ...super.toStatus(), metadata: { continue: this.#continue } };
  }
}

export function tooLarge(asked: number, now: number): StatusError {
  return new StatusError(504, "Timeout", `Timeout: Too large resource version: ${asked}, current: ${now}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}
