import { at } from "../../../json/path.ts";
import { stringOr } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";

/** A field of the downward API: `metadata.name`, `metadata.annotations['x']`, `status.podIP`. */
export function fieldOf(pod: KubeObject, path: string): string {
  const entry = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (entry !== null) return stringOr(at(pod, "metadata", entry[1] ?? "", entry[2] ?? ""), "");
  if (path === "metadata.labels" || path === "metadata.annotations") {
    const map = path === "metadata.labels" ? pod.metadata.labels : pod.metadata.annotations;
    return Object.entries(map ?? {})
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .sort()
      .join("\n");
  }
  return stringOr(at(pod, ...path.split(".")), "");
}
