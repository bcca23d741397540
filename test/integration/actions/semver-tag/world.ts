import { join } from "node:path";
import { play, type ScriptedAnswer, type SeenRequest, type Transcript } from "../../../../src/action/testing/index.ts";
import { bundle } from "../../../../tools/bundle/bundle.ts";
import { gitHubOver, type ScriptedGitHub } from "./github.ts";
import type { GitRepository } from "./history.ts";

/** The action's bundle, built once for all tests of a file. */
export const action = await bundle(join(import.meta.dirname, "../../../.."), "actions/semver-tag/main.ts");

export interface Run {
  readonly commit: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly github?: ScriptedGitHub;
  /** answers instead of GitHub, where it has something to say */
  readonly instead?: (request: SeenRequest) => ScriptedAnswer | undefined;
}

export async function tag(
  repository: GitRepository,
  { commit, inputs, instead, github = gitHubOver(repository.folder) }: Run,
): Promise<Transcript> {
  return play({
    bundle: action,
    inputs: { commit, token: "a-token-for-tests", ...inputs },
    env: ({ http }) => ({ GITHUB_API_URL: http }),
    http: { "*": (request) => instead?.(request) ?? github.answer(request) },
    patience: 100_000,
    volatile: [
      [/\b[0-9a-f]{40}\b/g, "<sha>"],
      [/\b[0-9a-f]{7}\b(?!\.\.)/g, "<short>"],
    ],
  });
}

/** The outputs that say how it ended, without the notes. */
export const told = ({ exit, outputs }: Transcript): string => {
  const { outcome, tag: made, previous, bump, created, "included-in": inside } = outputs;
  return [
    `exit ${exit}`,
    outcome,
    made,
    `after ${previous}`,
    bump,
    created === "true" ? "made" : "not made",
    ...(inside ? [`in ${inside}`] : []),
  ].join(", ");
};
