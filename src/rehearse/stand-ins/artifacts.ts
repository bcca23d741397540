import { globSync, statSync } from "node:fs";
import { cp, mkdir, readdir } from "node:fs/promises";
import { basename, isAbsolute, join, relative } from "node:path";
import type { StandIn } from "../runner/actions/manifest.ts";

const lines = (text: string | undefined) =>
  (text ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** What all paths have in common, as upload-artifact keeps the tree below it. */
function commonFolder(files: readonly string[]): string {
  const parts = files.map((file) => file.split("/").slice(0, -1));
  const [first = []] = parts;
  const same = first.findIndex((part, at) => parts.some((other) => other[at] !== part));
  return (same < 0 ? first : first.slice(0, same)).join("/");
}

export const uploadArtifact = (folder: string): StandIn => ({
  kind: "stand-in",
  instead: "keeps the artifact in a folder of the rehearsal",
  run: async ({ inputs, workspace, log }) => {
    const name = inputs["name"] || "artifact";
    const files = lines(inputs["path"]).flatMap((pattern) => {
      const full = isAbsolute(pattern) ? pattern : join(workspace, pattern);
      const found = globSync(full);
      return found.flatMap((path) =>
        statSync(path).isDirectory() ? globSync(join(path, "**")).filter((inner) => statSync(inner).isFile()) : [path],
      );
    });
    if (files.length === 0) {
      log(`No files were found with the provided path: ${inputs["path"]}`);
      return { ok: inputs["if-no-files-found"] !== "error", outputs: {} };
    }
    const root = commonFolder(files);
    for (const file of files)
      await cp(file, join(folder, name, relative(root, file) || basename(file)), { recursive: true });
    log(`${name}: ${files.length} files`);
    return { ok: true, outputs: { "artifact-id": "1" } };
  },
});

export const downloadArtifact = (folder: string): StandIn => ({
  kind: "stand-in",
  instead: "takes the artifact from a folder of the rehearsal",
  run: async ({ inputs, workspace, log }) => {
    const target = join(workspace, inputs["path"] || ".");
    await mkdir(target, { recursive: true });
    const held = await readdir(folder).catch((): string[] => []);
    const { name } = inputs;
    if (name && !held.includes(name)) {
      log(`there is no artifact ${name}; there are ${held.join(", ") || "none"}`);
      return { ok: false, outputs: {} };
    }
    if (name) await cp(join(folder, name), target, { recursive: true });
    else
      for (const each of held)
        await cp(join(folder, each), inputs["merge-multiple"] === "true" ? target : join(target, each), {
          recursive: true,
        });
    return { ok: true, outputs: { "download-path": target } };
  },
});
