import { createHash } from "node:crypto";
import { constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { cp, mkdir, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { glob } from "../folder/glob.ts";
import type { StandIn, StandInContext, StandInEnd } from "../runner/actions/manifest.ts";

type Given = Pick<StandInContext, "inputs" | "workspace" | "env" | "log">;

const lines = (text = "") => text.split("\n").flatMap((line) => line.trim() || []);

/** Each job has a workspace and a home of its own here: what is kept of one is brought back to the other's. */
const placesOf = ({ workspace, env }: Given): readonly (readonly [name: string, folder: string])[] => [
  ["workspace", workspace],
  ...(env["HOME"] ? [["home", env["HOME"]] as const] : []),
  ["machine", "/"],
];

/** An entry belongs to its key and to the paths it was made of. */
const entryOf = (folder: string, key: string, { inputs }: Given) =>
  join(
    folder,
    createHash("sha256")
      .update(JSON.stringify([key, lines(inputs["path"])]))
      .digest("hex"),
  );

/** Those that fit the paths, the newest first. */
const keysIn = (folder: string, given: Given): readonly string[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => existsSync(join(folder, name, "key")))
    .sort((one, other) => statSync(join(folder, other, "key")).mtimeMs - statSync(join(folder, one, "key")).mtimeMs)
    .map((name) => readFileSync(join(folder, name, "key"), "utf8"))
    .filter((key) => existsSync(entryOf(folder, key, given)));

async function save(folder: string, key: string, given: Given): Promise<void> {
  const { inputs, workspace, env, log } = given;
  const entry = entryOf(folder, key, given);
  if (existsSync(entry)) return log(`there is an entry for ${key} already`);
  const wanted = lines(inputs["path"]);
  const found = glob(wanted, { folder: workspace, home: env["HOME"] ?? "", follow: false });
  // a folder is taken whole, with the links in it
  const paths = wanted.some((line) => /[*?[!]/.test(line))
    ? found.files
    : found.roots.filter((path) => existsSync(path));
  if (paths.length === 0) return log(`none of ${wanted.join(", ")} is there: nothing is kept`);
  const making = `${entry}.${process.hrtime.bigint()}`;
  for (const path of paths) {
    const [name, from] = placesOf(given).find(([, place]) => !relative(place, path).startsWith("..")) ?? [
      "machine",
      "/",
    ];
    const mode = constants.COPYFILE_FICLONE;
    await cp(path, join(making, name, relative(from, path)), { recursive: true, verbatimSymlinks: true, mode });
  }
  await mkdir(making, { recursive: true });
  await writeFile(join(making, "key"), key);
  // another job may have been faster
  await rename(making, entry).catch(() => undefined);
  log(`kept as ${key}`);
}

async function restore(folder: string, given: Given): Promise<StandInEnd & { readonly hit: boolean }> {
  const { inputs, log } = given;
  const key = inputs["key"] ?? "";
  const keys = keysIn(folder, given);
  const fits = keys.find((each) => each === key);
  const near = [key, ...lines(inputs["restore-keys"])].flatMap((start) =>
    keys.filter((each) => each.startsWith(start)),
  );
  const found = fits ?? near[0];
  const outputs = { "cache-primary-key": key, "cache-matched-key": found ?? "" };
  if (found === undefined) {
    const must = inputs["fail-on-cache-miss"] === "true";
    log(`no job of this rehearsal kept anything as ${key}${must ? ", and fail-on-cache-miss is true" : ""}`);
    return { ok: !must, outputs: { ...outputs, "cache-hit": "" }, hit: false };
  }
  const entry = entryOf(folder, found, given);
  if (inputs["lookup-only"] !== "true")
    for (const [name, place] of placesOf(given))
      if (existsSync(join(entry, name)))
        await cp(join(entry, name), place, {
          recursive: true,
          verbatimSymlinks: true,
          mode: constants.COPYFILE_FICLONE,
        });
  log(`restored from ${found}`);
  return { ok: true, outputs: { ...outputs, "cache-hit": String(found === key) }, hit: found === key };
}

const instead = "restores what a job of this rehearsal kept";

/** actions/cache and its two halves, by a folder of the rehearsal: a later job finds what an earlier one kept. */
export const cacheActions = (folder: string): Readonly<Record<string, StandIn>> => ({
  "actions/cache": {
    kind: "stand-in",
    instead,
    run: async (given) => {
      const { hit, ...end } = await restore(folder, given);
      return hit ? end : { ...end, post: (log) => save(folder, given.inputs["key"] ?? "", { ...given, log }) };
    },
  },
  "actions/cache/restore": { kind: "stand-in", instead, run: (given) => restore(folder, given) },
  "actions/cache/save": {
    kind: "stand-in",
    instead: "keeps it for later jobs of this rehearsal",
    run: async (given) => {
      await save(folder, given.inputs["key"] ?? "", given);
      return { ok: true, outputs: {} };
    },
  },
});
