/** What the server itself chooses at creation, and keeps: nobody owns these fields. */
import type { KubeObject } from "../object.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { jobAllocation } from "./job.ts";
import { keptAddresses, serviceAllocation } from "./service.ts";

export function allocated(type: ResourceType, object: KubeObject): KubeObject {
  switch (typeName(type)) {
    case "services":
      return serviceAllocation(object);
    case "jobs.batch":
      return jobAllocation(object);
    default:
      return object;
  }
}

/** An update that leaves out what was allocated keeps it. */
export function keptAllocations(type: ResourceType, old: KubeObject, object: KubeObject): KubeObject {
  return typeName(type) === "services" ? keptAddresses(old, object) : object;
}
