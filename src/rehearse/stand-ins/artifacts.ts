import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join, matchesGlob, relative, resolve } from "node:path";
import { glob } from "../folder/glob.ts";
import type { StandIn, StandInContext, StandInEnd } from "../runner/actions/manifest.ts";

/** What all folders have in common. */
function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => folder.split("/"));
  const differs = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return (differs < 0 ? first : first.slice(0, differs)).join("/") || "/";
}

/** A number that tells artifacts apart: the same name has the same one. */
const idOf = (name: string) => String(Number.parseInt(createHash("sha256").update(name).digest("hex").slice(0, 8), 16));

const isTrue = (input: string | undefined) => input?.toLowerCase() === "true";

const failed: StandInEnd = { ok: false, outputs: {} };

async function upload(folder: string, taken: Set<string>, given: StandInContext): Promise<StandInEnd> {
  const { inputs, workspace, env, log } = given;
  const name = inputs["name"] || "artifact";
  const options = { folder: workspace, home: env["HOME"] ?? "", hidden: isTrue(inputs["include-hidden-files"]) };
  const lines = (inputs["path"] ?? "").split("\n");
  const { files, roots } = glob(lines, options);
  const missing = inputs["if-no-files-found"] || "warn";
  if (files.length === 0) {
    const hidden = glob(lines, { ...options, hidden: true }).files.length;
    const hint = hidden > 0 ? ` ${hidden} hidden ones were left out: include-hidden-files: true takes them.` : "";
    if (missing !== "ignore")
      log(`No files were found with the provided path: ${inputs["path"]}. No artifacts will be uploaded.${hint}`);
    return { ok: missing !== "error", outputs: {} };
  }
  const unfit = /["*:<>?|\r\n\\/]/.exec(name)?.[0];
  if (unfit !== undefined) {
    log(`the artifact's name ${name} holds ${JSON.stringify(unfit)}, which GitHub refuses`);
    return failed;
  }
  // what an earlier rehearsal left is no conflict
  const key = `${env["GITHUB_RUN_ID"]} ${name}`;
  if (taken.has(key) && !isTrue(inputs["overwrite"])) {
    log(`there is an artifact ${name} in this run already: give each job's its own name, or overwrite: true`);
    return failed;
  }
  taken.add(key);
  await rm(join(folder, name), { recursive: true, force: true });
  const [root = workspace] = roots;
  const top = roots.length > 1 ? commonFolder(roots) : files[0] === root ? dirname(root) : root;
  const digest = createHash("sha256");
  for (const file of files) {
    digest.update(readFileSync(file));
    await cp(file, join(folder, name, relative(top, file)), { dereference: true });
  }
  log(`${name}: ${files.length} files`);
  const id = idOf(name);
  const run = `${env["GITHUB_SERVER_URL"]}/${env["GITHUB_REPOSITORY"]}/actions/runs/${env["GITHUB_RUN_ID"]}`;
  const outputs = { "artifact-id": id, "artifact-url": `${run}/artifacts/${id}` };
  return { ok: true, outputs: { ...outputs, "artifact-digest": digest.digest("hex") } };
}

async function download(folder: string, { inputs, workspace, env, log }: StandInContext): Promise<StandInEnd> {
  const { name, pattern } = inputs;
  const other = [inputs["repository"], inputs["run-id"]].find(
    (asked) => asked && asked !== env["GITHUB_REPOSITORY"] && asked !== env["GITHUB_RUN_ID"],
  );
  if (other) {
    log(`artifacts of ${other} are not this run's, and cannot be had in a rehearsal`);
    return failed;
  }
  const path = (inputs["path"] || ".").replace(/^~(?=\/|$)/, env["HOME"] ?? "~");
  const target = resolve(workspace, path);
  await mkdir(target, { recursive: true });
  const held = await readdir(folder).catch((): string[] => []);
  const ids = (inputs["artifact-ids"] ?? "").split(",").flatMap((id) => id.trim() || []);
  const chosen = held.filter((each) =>
    name ? each === name : ids.length > 0 ? ids.includes(idOf(each)) : pattern ? matchesGlob(each, pattern) : true,
  );
  if (chosen.length < (name ? 1 : ids.length)) {
    log(`there is no artifact ${name || ids.join(", ")}; there are ${held.join(", ") || "none"}`);
    return failed;
  }
  // one that is named lies there itself, several in a folder each
  const flat = Boolean(name) || ids.length === 1 || isTrue(inputs["merge-multiple"]);
  for (const each of chosen) await cp(join(folder, each), flat ? target : join(target, each), { recursive: true });
  log(`${chosen.length} artifacts: ${chosen.join(", ") || "none"}`);
  return { ok: true, outputs: { "download-path": target } };
}

export function uploadArtifact(folder: string): StandIn {
  const taken = new Set<string>();
  return {
    kind: "stand-in",
    instead: "keeps the artifact in a folder of the rehearsal",
    run: (given) => upload(folder, taken, given),
  };
}

export const downloadArtifact = (folder: string): StandIn => ({
  kind: "stand-in",
  instead: "takes the artifact from a folder of the rehearsal",
  run: (given) => download(folder, given),
});
