import type { Log } from "../../../src/action/index.ts";
import type { BuildWarning } from "../docker/metadata.ts";

/** `SecretsUsedInArgOrEnv: …` as an annotation at its line of the Dockerfile. */
export function tellWarnings(warnings: readonly BuildWarning[], file: string, log: Log): void {
  // BuildKit's own order changes from build to build
  for (const { text, detail, url, line } of [...warnings].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))) {
    const more = [detail, url].filter((part) => part !== undefined && part !== "").join(" ");
    log.warning(`${text}${more === "" ? "" : `\n${more}`}`, { file, line, title: "Dockerfile" });
  }
}
