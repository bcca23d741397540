import { existsSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Place } from "./place.ts";

/** Copies the parts' logs to where a failed start does not remove them; null when there are none. */
export async function keepLogs(place: Place): Promise<string | null> {
  const logs = join(place.state, "logs");
  if (!existsSync(logs)) return null;
  const kept = join(place.cache, "logs-of-last-failure");
  await rm(kept, { recursive: true, force: true });
  await cp(logs, kept, { recursive: true });
  return kept;
}
