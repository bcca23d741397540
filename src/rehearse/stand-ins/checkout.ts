import { join } from "node:path";
import { commitOf } from "../commit.ts";
import type { StandIn, StandInContext } from "../runner/actions/manifest.ts";
import { makeRepository } from "./checkout/own-repository.ts";
import { copyTree, type Submodules } from "./checkout/tree.ts";

const submodulesOf = (asked: string | undefined): Submodules =>
  asked === "recursive" ? "recursive" : asked?.toLowerCase() === "true" ? "first" : "none";

type Given = Pick<StandInContext, "inputs" | "workspace" | "env" | "log">;

async function checkOut(repository: string, sha: string | undefined, given: Given): Promise<boolean> {
  const { inputs, workspace, env, log } = given;
  const other = inputs["repository"];
  if (other && other !== env["GITHUB_REPOSITORY"]) {
    log(`repository: ${other} is not this one; another repository cannot be checked out in a rehearsal`);
    return false;
  }
  const asked = inputs["ref"];
  if (asked && sha !== undefined && (await commitOf(repository, asked)) !== sha)
    log(`ref: ${asked} was asked for, and is not what is checked out here: the working tree is copied all the same`);
  const target = join(workspace, inputs["path"] ?? "");
  const { files, submodules, missing } = await copyTree(repository, target, submodulesOf(inputs["submodules"]));
  for (const path of missing)
    log(`submodules: ${path} is not there: git submodule update --init --recursive, then rehearse again`);
  if (missing.length > 0) return false;
  await makeRepository(target, repository, {
    sha,
    ref: env["GITHUB_REF"] ?? "",
    url: `${env["GITHUB_SERVER_URL"] ?? "https://github.com"}/${env["GITHUB_REPOSITORY"] ?? "local/repository"}`,
    depth: inputs["fetch-depth"] ?? "1",
    tags: inputs["fetch-tags"] === "true",
    env,
  });
  for (const path of submodules) {
    const from = join(repository, path);
    const alone = { ref: "", url: "", depth: "1", tags: false, env, sha: await commitOf(from) };
    await makeRepository(join(target, path), from, alone);
  }
  log(`${files} files`);
  return true;
}

/** actions/checkout: the working tree, copied; commits that are not made yet can be rehearsed as well. */
export const checkout = (repository: string): StandIn => ({
  kind: "stand-in",
  instead: "copies the working tree",
  run: async (given) => {
    const sha = await commitOf(repository);
    const ok = await checkOut(repository, sha, given);
    return { ok, outputs: ok ? { commit: sha ?? "", ref: given.env["GITHUB_REF"] ?? "" } : {} };
  },
});
