import * as v from "valibot";
import { quantity } from "../cluster/controllers/scheduler/quantity.ts";

/** What of a pod's container matters to its process. */
export const Container = v.object({
  name: v.string(),
  image: v.string(),
  command: v.optional(v.array(v.string())),
  args: v.optional(v.array(v.string())),
  workingDir: v.optional(v.string()),
  ports: v.optional(v.array(v.object({ containerPort: v.number(), name: v.optional(v.string()) })), []),
  volumeMounts: v.optional(
    v.array(v.object({ name: v.string(), mountPath: v.string(), subPath: v.optional(v.string()) })),
    [],
  ),
  securityContext: v.optional(v.object({ readOnlyRootFilesystem: v.optional(v.boolean(), false) }), {}),
  resources: v.optional(
    v.object({ limits: v.optional(v.object({ memory: v.optional(v.union([v.string(), v.number()])) }), {}) }),
    {},
  ),
});
export type Container = v.InferOutput<typeof Container>;

/** In bytes; none where it says 0, as Kubernetes has it. */
export function memoryLimit({ resources }: Container): number | undefined {
  const bytes = quantity(resources.limits.memory);
  return bytes > 0 ? bytes : undefined;
}
