import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BuildRequest, type BuildResult, buildImage } from "../build.ts";
import type { ImageConfig } from "../image.ts";

/** Builds a Dockerfile of files that are written for it; `folder` gives an empty folder each time. */
export async function buildIn(
  folder: () => string,
  dockerfile: string,
  files: Readonly<Record<string, string | Buffer>>,
  more: Partial<BuildRequest>,
): Promise<BuildResult & { readonly config: ImageConfig; readonly log: readonly string[] }> {
  const context = folder();
  for (const [path, text] of Object.entries({ ...files, Dockerfile: dockerfile })) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), text);
  }
  const log: string[] = [];
  const result = await buildImage({
    context,
    dockerfile: join(context, "Dockerfile"),
    buildArgs: {},
    labels: {},
    annotations: {},
    platform: { os: "linux", architecture: "amd64" },
    work: folder(),
    install: async () => {},
    log: (line) => log.push(line),
    ...more,
  });
  const { config }: { config: ImageConfig } = JSON.parse(result.image.config.toString());
  return { ...result, config, log };
}

/** What a layer holds, as the real tar lists it: `-rw-r--r-- 0/0 to/a.txt`. */
export function listing(content: Buffer): string[] {
  return execFileSync("tar", ["--numeric-owner", "-tvf", "-"], { encoding: "utf8", input: content })
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/\s+\d+ 1970-01-01 \d\d:\d\d/, "").replace(/\s+/g, " "));
}
