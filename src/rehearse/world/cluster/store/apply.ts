import type { JsonObject } from "../json/value.ts";
import { unavailable } from "../status/refusals.ts";
import type { ResourceType } from "../types/resource-type.ts";
import type { Ground } from "./ground.ts";
import type { Applied, ApplyOptions } from "./store.ts";

export function applyConfiguration(
  _ground: Ground,
  type: ResourceType,
  _configuration: JsonObject,
  _options: ApplyOptions,
): Applied {
  throw unavailable(`server-side apply of ${type.resource} is not there yet`);
}
