import { methodNotAllowed, unknownResource } from "../status/refusals.ts";
import type { Distort, Running } from "../watch/watch.ts";
import { throughWebhooks } from "../webhook/review.ts";
import type { Answer, Call, ResourceCall, Verb } from "./call.ts";
import { otherPath } from "./other.ts";
import { patch } from "./patch.ts";
import { getOne, list } from "./read.ts";
import { review } from "./reviews.ts";
import type { Serving } from "./serving.ts";
import { subresource as inSubresource } from "./subresource/subresource.ts";
import { watchResource } from "./watch.ts";
import { create, deleteCollection, deleteOne, update } from "./write.ts";

export interface Streams {
  readonly distort: Distort;
  readonly running: (watch: Running) => () => void;
}

/** Who answers what. */
export function dispatch(serving: Serving, call: Call, streams: Streams): Answer | Promise<Answer> {
  if (!isResourceCall(call)) return otherPath(serving, call);
  const { type, subresource, name } = call.target;
  if (subresource !== "" && !type.subresources.some((sub) => sub.name === subresource)) throw unknownResource();
  const posted = call.verb === "create" && name !== "" && subresource === "";
  if (posted || (subresource === "" && type.verbs?.includes(call.verb) === false)) throw methodNotAllowed();
  const special = subresource === "" ? review(serving, call) : inSubresource(serving, call);
  if (special !== undefined) return special;
  const writes = handlers[call.verb];
  if (writes === undefined) return read(serving, call, streams);
  const { store } = serving;
  return throughWebhooks(store, {
    real: () => writes(serving, call),
    rehearsed: () => writes(serving, dryRunOf(call)),
    warn: (text) => call.warnings.push(text),
  });
}

const handlers: Readonly<Partial<Record<Verb, (serving: Serving, call: ResourceCall) => Answer>>> = {
  create,
  update,
  patch,
  delete: deleteOne,
  deletecollection: deleteCollection,
};

function read(serving: Serving, call: ResourceCall, streams: Streams): Answer {
  switch (call.verb) {
    case "get":
      return getOne(serving, call);
    case "list":
      return list(serving, call);
    case "watch":
      return watchResource(serving, call, streams.distort, streams.running);
    default:
      throw methodNotAllowed();
  }
}

function dryRunOf(call: ResourceCall): ResourceCall {
  const query = new URLSearchParams(call.query);
  query.set("dryRun", "All");
  return { ...call, query, warnings: [] };
}

export function isResourceCall(call: Call): call is ResourceCall {
  return call.target.kind === "resource";
}
