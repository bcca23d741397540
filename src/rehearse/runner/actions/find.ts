import { readFile } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { readAction, source } from "../../../read/index.ts";
import { manifestFrom } from "./from-action.ts";
import type { Action, FindAction, StandIn } from "./manifest.ts";

export interface FindOptions {
  /** `owner/name`, with or without a path, without its `@ref`; GitHub compares them without case */
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** other repositories, by the folder they are checked out in */
  readonly folders: Readonly<Record<string, string>>;
  /** the repository that the workflow belongs to, for `$/` */
  readonly ownRepository: { readonly name: string; readonly folder: string; readonly ref: string };
}

async function readFolder(folder: string, repository: string, ref: string): Promise<Action | string> {
  for (const file of ["action.yml", "action.yaml"]) {
    const text = await readFile(join(folder, file), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const { action, problems } = readAction(source(join(folder, file), text));
    if (!action)
      return `${join(folder, file)} cannot be read: ${problems.map((problem) => problem.message).join("; ")}`;
    const manifest = manifestFrom(action);
    return typeof manifest === "string" ? manifest : { kind: "folder", folder, manifest, repository, ref };
  }
  return `there is no action.yml in ${folder}`;
}

const inside = (root: string, folder: string) => {
  const way = relative(root, folder);
  return !way.startsWith("..") && !isAbsolute(way);
};

/** `$/x`, `./x`, a stand-in, or a repository whose folder was given; anything else is named with what to do. */
export function actionFinder(options: FindOptions): FindAction {
  const { ownRepository: own } = options;
  const standIns = new Map(Object.entries(options.standIns).map(([name, action]) => [name.toLowerCase(), action]));
  return async (uses, { workspace }) => {
    if (uses.startsWith("$/")) {
      const folder = join(own.folder, uses.slice(2));
      return inside(own.folder, folder) ? readFolder(folder, own.name, own.ref) : `${uses} leaves the repository`;
    }
    if (uses.startsWith("./")) {
      const folder = join(workspace, uses);
      return inside(workspace, folder) ? readFolder(folder, own.name, own.ref) : `${uses} leaves the workspace`;
    }
    const [path = "", ref = ""] = uses.split("@");
    const standIn = standIns.get(path.toLowerCase());
    if (standIn) return standIn;
    const [owner = "", name = "", ...rest] = path.split("/");
    const folder = options.folders[`${owner}/${name}`];
    if (folder !== undefined) return readFolder(join(folder, ...rest), `${owner}/${name}`, ref);
    return `${uses} has no stand-in and its folder was not given: add --action ${owner}/${name}=FOLDER, or --skip ${path}`;
  };
}
