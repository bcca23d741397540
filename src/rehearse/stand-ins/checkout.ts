import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { commitOf } from "../commit.ts";
import type { StandIn, StandInContext, StandInEnd } from "../runner/actions/manifest.ts";
import { makeRepository, writeFiles } from "./checkout/own-repository.ts";
import { copyTree, type Submodules } from "./checkout/tree.ts";

const submodulesOf = (asked: string | undefined): Submodules =>
  asked === "recursive" ? "recursive" : asked?.toLowerCase() === "true" ? "first" : "none";

/** Where repositories are: this one, and others by the folder that was given for them. */
export interface CheckoutFrom {
  readonly repository: string;
  /** its `owner/name` */
  readonly name: string;
  /** `owner/name` → folder */
  readonly others: Readonly<Record<string, string>>;
}

type Given = Pick<StandInContext, "inputs" | "workspace" | "env" | "log">;

const folderOf = ({ repository, name: own, others }: CheckoutFrom, name: string): string | undefined =>
  Object.entries({ ...others, [own]: repository }).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];

/** What a checkout stands on. */
interface Stand {
  readonly from: string;
  /** `owner/name` */
  readonly name: string;
  readonly sha: string | undefined;
  readonly ref: string;
  /** the files as git keeps them; else the working tree, with what is not committed yet */
  readonly committed: boolean;
}

const branchOr = (asked: string) => (/^(refs\/|[0-9a-f]{40}$)/.test(asked) ? asked : `refs/heads/${asked}`);

/** The text says why there is nothing to stand on. */
async function standOf(places: CheckoutFrom, { inputs, env }: Given): Promise<Stand | string> {
  const name = inputs["repository"] || places.name;
  const from = folderOf(places, name);
  if (from === undefined)
    return `repository: ${name} is not this one: give the folder of a clone with --map ${name}=FOLDER`;
  const isOwn = from === places.repository;
  const head = await commitOf(from);
  const asked = inputs["ref"];
  const refs = [env["GITHUB_REF"], env["GITHUB_REF_NAME"], env["GITHUB_HEAD_REF"], env["GITHUB_SHA"]];
  const tree = { from, name, sha: head, committed: false };
  if (!asked) return { ...tree, ref: isOwn ? (env["GITHUB_REF"] ?? "") : "" };
  // what started the run is what lies here, whatever it is called
  if (isOwn && refs.some((ref) => ref === asked || `refs/heads/${ref}` === asked))
    return { ...tree, ref: env["GITHUB_REF"] ?? "" };
  const [branch, other] = await Promise.all(
    ["refs/heads/", "refs/remotes/origin/"].map((kind) => commitOf(from, `${kind}${asked}`)),
  );
  const sha = branch ?? other ?? (await commitOf(from, asked));
  const ref = branch || other ? branchOr(asked) : "";
  if (sha !== undefined) return { ...tree, sha, ref, committed: sha !== head };
  return `ref: ${asked} is not known in ${isOwn ? "this repository" : from}: fetch it with \`git fetch origin ${asked}:${asked}\`, then rehearse again`;
}

/** As the real one does it: what lay there before is gone, unless a checkout of it may stay. */
async function empty(target: string, clean: string | undefined): Promise<void> {
  if (clean === "false" && existsSync(join(target, ".git"))) return;
  await mkdir(target, { recursive: true });
  for (const name of await readdir(target)) await rm(join(target, name), { recursive: true, force: true });
}

async function checkOut(places: CheckoutFrom, given: Given): Promise<Stand | string> {
  const { inputs, workspace, env, log } = given;
  const stand = await standOf(places, given);
  if (typeof stand === "string") return stand;
  const { from, name, sha, ref, committed } = stand;
  const target = join(workspace, inputs["path"] ?? "");
  if (relative(workspace, target).startsWith("..")) return `path: ${inputs["path"]} is not below the workspace`;
  await empty(target, inputs["clean"]);
  const asked = submodulesOf(inputs["submodules"]);
  if (committed && asked !== "none") return "submodules: of another ref than the one at hand they cannot be had here";
  const { files, submodules, missing } = committed
    ? { files: 0, submodules: [], missing: [] }
    : await copyTree(from, target, asked);
  if (missing.length > 0)
    return missing
      .map((path) => `submodules: ${path} is not there: git submodule update --init --recursive, then rehearse again`)
      .join("\n");
  await makeRepository(target, from, {
    ...{ sha, ref, env },
    url: `${env["GITHUB_SERVER_URL"] ?? "https://github.com"}/${name}`,
    depth: inputs["fetch-depth"] ?? "1",
    tags: inputs["fetch-tags"] === "true",
  });
  for (const path of submodules) {
    const below = join(from, path);
    const alone = { ref: "", url: "", depth: "1", tags: false, env, sha: await commitOf(below) };
    await makeRepository(join(target, path), below, alone);
  }
  log(`${committed ? await writeFiles(target, env) : files} files${committed ? ` of ${inputs["ref"]}` : ""}`);
  return stand;
}

/** actions/checkout: the working tree, copied, so that commits that are not made yet can be rehearsed; another ref from git. */
export const checkout = (places: CheckoutFrom): StandIn => ({
  kind: "stand-in",
  instead: "copies the working tree",
  refuse: ({ repository }) =>
    repository && !repository.includes("${{") && folderOf(places, repository) === undefined
      ? { what: `checks out ${repository}`, map: repository }
      : undefined,
  run: async (given): Promise<StandInEnd> => {
    const stand = await checkOut(places, given);
    if (typeof stand === "string") {
      for (const line of stand.split("\n")) given.log(line);
      return { ok: false, outputs: {} };
    }
    return { ok: true, outputs: { commit: stand.sha ?? "", ref: given.inputs["ref"] || stand.ref } };
  },
});
