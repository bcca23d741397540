import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Where programs for the tests lie: where a rehearsal's jobs look for tools. So a job, whose network is closed, finds what was
 * prepared outside of it, in its own checkout's place or in the runner's.
 */
export const ownPlace = (root: string): string => join(root, ".tidegate/cache/tools/programs");

const places = (root: string): readonly string[] => {
  const tools = process.env["RUNNER_TOOL_CACHE"];
  return [ownPlace(root), ...(tools ? [join(tools, "programs")] : [])];
};

/** The path of what lies in one of the places, and is as it should be. */
export const placed = (root: string, path: string, fits: (path: string) => boolean = existsSync): string | undefined =>
  places(root)
    .map((place) => join(place, path))
    .find(fits);
