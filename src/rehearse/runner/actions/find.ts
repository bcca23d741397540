import { readFile } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { readAction, source } from "../../../read/index.ts";
import type { Origin } from "../../../simulate/plan/plan.ts";
import { manifestFrom } from "./from-action.ts";
import type { Action, FindAction, StandIn } from "./manifest.ts";

export interface FindOptions {
  /** `owner/name`, with or without a path, without its `@ref`; GitHub compares them without case */
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** actions that are left out on demand: `owner/name` or `owner/name/path` */
  readonly skipped: readonly string[];
  /** other repositories, by the folder they are checked out in: `owner/name`, or `owner/name/path` for one action of it */
  readonly folders: Readonly<Record<string, string>>;
}

async function readFolder(folder: string, repository: string, ref: string): Promise<Action | string> {
  for (const file of ["action.yml", "action.yaml"]) {
    const text = await readFile(join(folder, file), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const { action, problems } = readAction(source(join(folder, file), text));
    // the runner reads `runs` strictly, and is not interested in other keys beside it
    const wrong = action
      ? problems.filter(({ at }) => at.start >= action.runs.at.start && at.end <= action.runs.at.end)
      : problems;
    if (!action || wrong.length > 0)
      return `${join(folder, file)} cannot be read: ${wrong.map((problem) => problem.message).join("; ")}`;
    const manifest = manifestFrom(action);
    return typeof manifest === "string" ? manifest : { kind: "folder", folder, manifest, repository, ref };
  }
  return `there is no action.yml in ${folder}`;
}

function inside(root: string, path: string): string | undefined {
  const folder = join(root, path);
  const way = relative(root, folder);
  return way.startsWith("..") || isAbsolute(way) ? undefined : folder;
}

const leftOut: StandIn = {
  kind: "stand-in",
  instead: "is left out (--skip); its outputs are empty",
  run: async () => ({ ok: true, outputs: {} }),
};

/** What `--skip` takes for a step's `uses`: the action without its version, an image or a folder as it is written. */
export const skipName = (uses: string): string =>
  /^(\.|\$|docker:)\//.test(uses) ? uses : (uses.split("@")[0] ?? uses);

const lowerCased = <T>(values: Readonly<Record<string, T>>) =>
  new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));

/** `$/x`, `./x`, one that is skipped, a folder that was given, a stand-in; anything else is named with what to do. */
export function actionFinder(options: FindOptions, own: Origin): FindAction {
  const standIns = lowerCased(options.standIns);
  const folders = lowerCased(options.folders);
  const skipped = new Set(options.skipped.map((name) => name.toLowerCase()));
  const isSkipped = (uses: string) => {
    const name = skipName(uses).toLowerCase();
    return skipped.has(name) || (!name.startsWith(".") && skipped.has(name.split("/").slice(0, 2).join("/")));
  };
  return async (uses, { workspace, repository = own.repository, ref = own.ref }) => {
    if (isSkipped(uses)) return leftOut;
    if (uses.startsWith("docker://")) return "it is a Docker action, which is not run in a rehearsal";
    if (uses.startsWith("$/")) {
      const root = repository === own.repository ? own.folder : folders.get(repository.toLowerCase());
      const folder = root && inside(root, uses.slice(2));
      return folder ? readFolder(folder, repository, ref) : `${uses} leaves the repository`;
    }
    if (uses.startsWith("./")) {
      const folder = inside(workspace, uses);
      return folder ? readFolder(folder, own.repository, own.ref) : `${uses} leaves the workspace`;
    }
    const [path = "", version = ""] = uses.split("@");
    const key = path.toLowerCase();
    const [owner = "", name = "", ...rest] = path.split("/");
    const whole = folders.get(key);
    if (whole !== undefined) return readFolder(whole, `${owner}/${name}`, version);
    const folder = folders.get(`${owner}/${name}`.toLowerCase());
    if (folder !== undefined) return readFolder(join(folder, ...rest), `${owner}/${name}`, version);
    const standIn = standIns.get(key);
    if (standIn) return standIn;
    return `it has no stand-in and its folder was not given: add --action ${owner}/${name}=FOLDER, or --skip ${path}`;
  };
}
