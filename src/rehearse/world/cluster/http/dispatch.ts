import { methodNotAllowed, unknownResource } from "../status/refusals.ts";
import type { Distort, Running } from "../watch/watch.ts";
import type { Answer, Call, ResourceCall } from "./call.ts";
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
  const { type, subresource } = call.target;
  if (subresource !== "" && !type.subresources.some((sub) => sub.name === subresource)) throw unknownResource();
  const posted = call.verb === "create" && call.target.name !== "" && subresource === "";
  if (posted || (subresource === "" && type.verbs?.includes(call.verb) === false)) throw methodNotAllowed();
  const special = subresource === "" ? review(serving, call) : inSubresource(serving, call);
  if (special !== undefined) return special;
  switch (call.verb) {
    case "get":
      return getOne(serving, call);
    case "list":
      return list(serving, call);
    case "watch":
      return watchResource(serving, call, streams.distort, streams.running);
    case "create":
      return create(serving, call);
    case "update":
      return update(serving, call);
    case "patch":
      return patch(serving, call);
    case "delete":
      return deleteOne(serving, call);
    case "deletecollection":
      return deleteCollection(serving, call);
    default:
      throw methodNotAllowed();
  }
}

export function isResourceCall(call: Call): call is ResourceCall {
  return call.target.kind === "resource";
}
