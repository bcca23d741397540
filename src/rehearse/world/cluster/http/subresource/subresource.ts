import type { Answer, ResourceCall } from "../call.ts";
import type { Serving } from "../serving.ts";
import { bind } from "./binding.ts";
import { evict } from "./eviction.ts";
import { log } from "./log.ts";
import { proxy } from "./proxy.ts";
import { scale } from "./scale.ts";
import { requestToken } from "./token.ts";

const handlers: Readonly<Record<string, (serving: Serving, call: ResourceCall) => Answer | Promise<Answer>>> = {
  scale,
  eviction: evict,
  binding: bind,
  log,
  token: requestToken,
  proxy,
};

/** Undefined: the subresource is a part of the object itself, like status. */
export function subresource(serving: Serving, call: ResourceCall): Answer | Promise<Answer> | undefined {
  return handlers[call.target.subresource]?.(serving, call);
}
