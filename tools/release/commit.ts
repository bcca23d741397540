/** The commit for servers that do not know `$/`: a child of the release, in which reusable workflows name it by its SHA. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAction, source, workSteps } from "../../src/read/index.ts";
import { type Git, gitIn } from "./git.ts";
import { type Released, rewritten } from "./rewrite.ts";

const folder = ".github/workflows";
/** Nobody's, and with the release's own date: whoever makes the commit again gets the same one. */
const who = { name: "github-actions[bot]", email: "41898282+github-actions[bot]@users.noreply.github.com" };

const listed = (git: Git, commit: string, path: string) =>
  git.text(["ls-tree", "--name-only", "-z", commit, "--", path]).split("\0").filter(Boolean);

/** An action that is named must be there, and must itself name nothing that such a server does not know. */
function refuse(git: Git, commit: string, action: string): void {
  const [path] = ["action.yml", "action.yaml"].flatMap((name) => listed(git, commit, `${action}/${name}`));
  if (path === undefined) throw new Error(`${action} has no action.yml at ${commit}: nothing can name it`);
  const runs = readAction(source(path, git.text(["show", `${commit}:${path}`]))).action?.runs;
  const steps = runs?.kind === "composite" ? workSteps(runs.steps) : [];
  const inside = steps.flatMap((step) => (step.kind === "uses" && step.uses.value.startsWith("$/") ? [step.uses] : []));
  if (inside[0] !== undefined)
    throw new Error(`${path} itself uses ${inside[0].value}, which such a server does not know: write it out there`);
}

function treeOf(git: Git, commit: string, texts: ReadonlyMap<string, string>): string {
  const place = mkdtempSync(join(tmpdir(), "tidegate-by-sha-"));
  const env = { GIT_INDEX_FILE: join(place, "index") };
  try {
    git.text(["read-tree", commit], { env });
    for (const [path, text] of texts) {
      const blob = git.line(["hash-object", "-w", "--stdin"], { input: text });
      git.text(["update-index", "--cacheinfo", `100644,${blob},${path}`], { env });
    }
    return git.line(["write-tree"], { env });
  } finally {
    rmSync(place, { recursive: true });
  }
}

function childOf(git: Git, tree: string, { commit, version }: Released): string {
  const date = git.line(["show", "--no-patch", "--format=%cI", commit]);
  const env = {
    ...{ GIT_AUTHOR_NAME: who.name, GIT_AUTHOR_EMAIL: who.email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: who.name, GIT_COMMITTER_EMAIL: who.email, GIT_COMMITTER_DATE: date },
  };
  const input = `Name the actions of ${version} by commit, for servers without $/\n`;
  return git.line(["commit-tree", tree, "-p", commit], { input, env });
}

const tagOf = (version: string) => `${version}-by-sha`;

/** A tag that stands is never moved. */
function tagged(git: Git, commit: string, version: string): void {
  const ref = `refs/tags/${tagOf(version)}`;
  const there = git.line(["for-each-ref", "--format=%(objectname)", ref]);
  if (there === commit) return;
  if (there !== "")
    throw new Error(`${tagOf(version)} is at ${there}, and what was made now is ${commit}: a released tag never moves`);
  git.text(["update-ref", ref, commit, ""]);
}

export interface Made {
  readonly commit: string;
  readonly tag: string;
  /** the workflows that differ from the release's */
  readonly workflows: readonly string[];
}

/** Makes the commit and its tag in the repository at `root`; neither its files nor its branches are touched. */
export function commitBySha(root: string, given: Released): Made {
  const git = gitIn(root);
  const released = { ...given, commit: git.line(["rev-parse", "--verify", "--quiet", `${given.commit}^{commit}`]) };
  const paths = listed(git, released.commit, `${folder}/`).filter((path) => /\.ya?ml$/.test(path));
  const changed = paths.flatMap((path) => {
    const found = rewritten(path, git.text(["show", `${released.commit}:${path}`]), released);
    return found === undefined ? [] : [{ path, ...found }];
  });
  if (changed.length === 0)
    throw new Error(
      `no workflow of ${released.commit} can be called and names an action by $/: there is nothing to write`,
    );
  for (const action of new Set(changed.flatMap(({ actions }) => actions))) refuse(git, released.commit, action);
  const tree = treeOf(git, released.commit, new Map(changed.map(({ path, text }) => [path, text])));
  const commit = childOf(git, tree, released);
  tagged(git, commit, released.version);
  return { commit, tag: tagOf(released.version), workflows: changed.map(({ path }) => path) };
}
