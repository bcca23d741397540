/** Where an action's manifest, or a reusable workflow, and its commit come from: a folder with published manifests, or GitHub's API. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rcompare, valid } from "semver";
import * as v from "valibot";
import { parse } from "yaml";
import { type ActionManifest, manifestOf } from "../../bindings/generate/manifest.ts";
import type { ReusableDeclaration } from "../../bindings/generate/reusable.ts";
import { type Io, ProjectError } from "../io.ts";
import { type FileOf, isWorkflowPath, readReusable } from "./reusable.ts";

export interface Found {
  readonly action: string;
  readonly tag: string;
  readonly commit: string;
  /** when the commit was made, `2026-07-17` */
  readonly date: string;
  readonly manifest: ActionManifest;
  /** of a reusable workflow */
  readonly reusable?: ReusableDeclaration;
}
export type Looked = Found | { readonly missing: string };
/** `tag` undefined: the newest; with `before`, the newest that was there by then. */
export interface Origin {
  find(action: string, tag: string | undefined, before?: Date): Promise<Looked>;
}

const Index = v.array(v.object({ action: v.string(), tag: v.string(), sha: v.string(), date: v.string() }));

/** Reads an action's manifest, or a workflow and what it calls, from a repository at the commit found. */
async function read(fileOf: FileOf, found: Omit<Found, "manifest">): Promise<Looked> {
  const { action, tag } = found;
  const path = action.split("/").slice(2).join("/");
  if (isWorkflowPath(action)) {
    const read = await readReusable(path, fileOf);
    if ("wrong" in read) return { missing: `${action} at ${tag} ${read.wrong}` };
    return { ...found, manifest: read.manifest, reusable: read.declaration };
  }
  const names = ["action.yml", "action.yaml"].map((name) => (path === "" ? name : `${path}/${name}`));
  const text = (await fileOf(names[0] ?? "")) ?? (await fileOf(names[1] ?? ""));
  if (text === undefined) return { missing: `${action} has no action.yml at ${tag}` };
  const manifest = manifestOf(parse(text));
  return "wrong" in manifest ? { missing: `the manifest of ${action} ${manifest.wrong}` } : { ...found, manifest };
}

/** A folder with `index.json` and the files of each repository under `owner/repo`. */
export function folderOrigin(folder: string): Origin {
  const index = v.parse(Index, JSON.parse(readFileSync(join(folder, "index.json"), "utf8")));
  return {
    find: async (action, tag, before) => {
      const row = index.find((r) => r.action === action);
      if (!row) return { missing: `${folder} has no ${action}` };
      if (tag !== undefined && row.tag !== tag)
        return { missing: `${folder} has ${action} as ${row.tag}, not as ${tag}` };
      if (before && new Date(row.date) > before)
        return { missing: `${action} ${row.tag} is of ${row.date}: it waits until it is old enough` };
      const repository = join(folder, ...action.split("/").slice(0, 2));
      const fileOf: FileOf = async (path) => {
        const file = join(repository, path);
        return existsSync(file) ? readFileSync(file, "utf8") : undefined;
      };
      return read(fileOf, { action, tag: row.tag, commit: row.sha, date: row.date });
    },
  };
}

const Ref = v.object({ object: v.object({ sha: v.string(), type: v.string() }) });
const Tag = v.object({ object: v.object({ sha: v.string() }) });
const Commit = v.object({ committer: v.object({ date: v.string() }) });
const Releases = v.array(
  v.object({ tag_name: v.string(), prerelease: v.boolean(), draft: v.boolean(), published_at: v.nullable(v.string()) }),
);
const Content = v.object({ content: v.string(), encoding: v.literal("base64") });

/** What `fetch` hides behind *fetch failed*. */
function reason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error && thrown.cause.message !== "" ? thrown.cause.message : thrown.message;
}

/** GitHub's API; with GITHUB_TOKEN where there is one, for it allows more calls. */
export function githubOrigin(io: Pick<Io, "env" | "fetch">): Origin {
  const api = io.env["GITHUB_API_URL"] ?? "https://api.github.com";
  const token = io.env["GITHUB_TOKEN"] ?? io.env["GH_TOKEN"];
  const headers = {
    accept: "application/vnd.github+json",
    "user-agent": "tidegate",
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  async function get<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined> {
    const response = await io
      .fetch(`${api}${path}`, { headers, signal: AbortSignal.timeout(20_000) })
      .catch((thrown: unknown) => {
        throw new ProjectError(`${api} did not answer (${reason(thrown)}); with --from FOLDER no network is needed`);
      });
    if (response.status === 404) return undefined;
    if (!response.ok)
      throw new ProjectError(
        `GET ${api}${path} answered ${response.status}${token ? "" : "; a GITHUB_TOKEN may help"}`,
      );
    return v.parse(schema, await response.json());
  }
  async function newestRelease(base: string, before: Date): Promise<string | undefined> {
    const releases = (await get(`${base}/releases?per_page=50`, Releases)) ?? [];
    const old = releases.filter((r) => !r.prerelease && !r.draft && new Date(r.published_at ?? 0) <= before);
    const versions = old.filter((r) => valid(r.tag_name)).toSorted((a, b) => rcompare(a.tag_name, b.tag_name));
    return (versions[0] ?? old[0])?.tag_name;
  }
  return {
    find: async (action, wanted, before = new Date(8.64e15)) => {
      const [owner, repo] = action.split("/");
      const base = `/repos/${owner}/${repo}`;
      const tag = wanted ?? (await newestRelease(base, before));
      if (tag === undefined)
        return { missing: `${owner}/${repo} has no release that is old enough: name a tag, ${action}@TAG` };
      const ref = await get(`${base}/git/ref/tags/${encodeURIComponent(tag)}`, Ref);
      if (!ref) return { missing: `${owner}/${repo} has no tag ${tag}` };
      const commit =
        ref.object.type === "tag" ? (await get(`${base}/git/tags/${ref.object.sha}`, Tag))?.object.sha : ref.object.sha;
      if (commit === undefined) return { missing: `the tag ${tag} of ${owner}/${repo} leads nowhere` };
      const made = await get(`${base}/git/commits/${commit}`, Commit);
      const fileOf: FileOf = async (path) => {
        const place = path.split("/").map(encodeURIComponent).join("/");
        const file = await get(`${base}/contents/${place}?ref=${commit}`, Content);
        return file && Buffer.from(file.content, "base64").toString("utf8");
      };
      return read(fileOf, { action, tag, commit, date: made?.committer.date.slice(0, 10) ?? "" });
    },
  };
}
