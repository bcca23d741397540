import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as v from "valibot";

/** What this package was released as. A copy that was built by hand has no commit. */
export interface Release {
  readonly version: string;
  readonly commit: string | undefined;
}

const Built = v.object({ commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)) });
const Manifest = v.object({ version: v.string() });

export function ownRelease(): Release {
  // by the package's own name: its sources lie deeper once they are compiled
  const manifest = createRequire(import.meta.url).resolve("tidegate/package.json");
  const { version } = v.parse(Manifest, JSON.parse(readFileSync(manifest, "utf8")));
  const built = join(import.meta.dirname, "../../../release.json");
  if (!existsSync(built)) return { version, commit: undefined };
  return { version, commit: v.parse(Built, JSON.parse(readFileSync(built, "utf8"))).commit };
}
