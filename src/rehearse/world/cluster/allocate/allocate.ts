/** What the server itself chooses at creation, and keeps: nobody owns these fields. */
import type { KubeObject } from "../object.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { claimAllocation } from "./claim.ts";
import { jobAllocation } from "./job.ts";
import { namespaceAllocation } from "./namespace.ts";
import { podAllocation } from "./pod.ts";
import { keptAddresses, serviceAllocation } from "./service.ts";

export function allocated(type: ResourceType, object: KubeObject): KubeObject {
  switch (typeName(type)) {
    case "services":
      return serviceAllocation(object);
    case "namespaces":
      return namespaceAllocation(object);
    case "persistentvolumeclaims":
      return claimAllocation(object);
    case "pods":
      return podAllocation(object);
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
