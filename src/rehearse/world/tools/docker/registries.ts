import { parseReference, type Reference } from "../../images/push.ts";

const isLoopback = (registry: string) => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/.test(registry);

/** In a rehearsal every registry of the world is the one on loopback, under the same names. */
export function rehearsed(reference: string, registry: string): Reference {
  const parsed = parseReference(reference);
  return isLoopback(parsed.registry) ? parsed : { ...parsed, registry };
}
