import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createDeps } from "../../action/index.ts";
import { readIn, workflowFiles } from "../check/files.ts";
import { readConfig } from "../config.ts";
import { type Command, type Io, UsageError } from "../io.ts";
import { terminalLog } from "../release/terminal-log.ts";
import { actionLines } from "./checks/actions.ts";
import { branchLines } from "./checks/branch.ts";
import { environmentLines } from "./checks/environments.ts";
import { secretLines } from "./checks/secrets.ts";
import { type GitHub, TokenRefused, whyUnseen } from "./github.ts";
import { type Line, unseen } from "./line.ts";
import { type Needs, needsOf } from "./needs.ts";
import { report, reportJson } from "./report.ts";
import { settingsOf } from "./settings.ts";

const usage = `Usage: tidegate doctor [OPTIONS]

Compares the repository's settings on GitHub with what its workflows need, as tidegate.config.ts says it, and prints for each
what is missing with the command that mends it. Nothing is changed. The token of GITHUB_TOKEN or GH_TOKEN is used; what it may
not see is said, and is not taken for missing.

  --manifest        print what an administrator applies to the cluster once: namespaces, the deployer's account and its rights
  --kubectl PATH    for --manifest, which renders the overlays with it
  --json            for scripts

Exit codes: 0 all is as it has to be; 1 something is missing or could not be seen; 2 wrong use, no token, or a refused one.`;

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        manifest: { type: "boolean" },
        kubectl: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

const foldersIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => join(path, name));

/** An action.yml in the root or in the folders of the first two levels: other repositories may use it. */
function publishes(root: string): boolean {
  const first = foldersIn(root);
  return [root, ...first, ...first.flatMap(foldersIn)].some((folder) =>
    ["action.yml", "action.yaml"].some((name) => existsSync(join(folder, name))),
  );
}

async function needed(io: Io): Promise<Needs> {
  const config = await readConfig(io.cwd);
  if (config === undefined)
    throw new UsageError("there is no tidegate.config.ts here, which says what has to be there");
  return needsOf(config, { workflows: workflowFiles(io.cwd, []), read: readIn(io.cwd) }, publishes(io.cwd));
}

function gitHub(io: Io): GitHub {
  const token = io.env["GITHUB_TOKEN"] || io.env["GH_TOKEN"];
  if (!token)
    throw new UsageError(
      "a token is needed to read the repository's settings: GITHUB_TOKEN=$(gh auth token) npx tidegate doctor",
    );
  const { deps } = createDeps(
    {
      env: {},
      machine: { cwd: io.cwd, arch: process.arch, platform: process.platform },
      write: () => {},
      fetch: io.fetch,
      now: io.now,
      random: Math.random,
    },
    new AbortController().signal,
  );
  deps.masker.add(token);
  const api = (io.env["GITHUB_API_URL"] || "https://api.github.com").replace(/\/+$/, "");
  return { api, token, deps: { ...deps, log: terminalLog(io.err, deps.masker) }, masker: deps.masker };
}

/** What is said of every setting; of the repository alone where not even that is seen. */
export async function examine(github: GitHub, needs: Needs): Promise<readonly Line[]> {
  const { repository, branch, environments } = needs;
  const names = environments.map(({ name }) => name);
  const seen = await settingsOf(github, repository, branch, names);
  if (seen.kind !== "value") return [unseen(`repository ${repository}`, whyUnseen(seen))];
  return [environmentLines, secretLines, branchLines, actionLines].flatMap((lines) => lines(needs, seen.value));
}

export const doctorCommand: Command = async (args, io) => {
  const options = optionsOf(args);
  if (options.help) {
    io.out(usage);
    return 0;
  }
  if (options.manifest) return (await import("./manifest.ts")).printManifest(options.kubectl ?? "kubectl", io);
  const github = gitHub(io);
  const needs = await needed(io);
  try {
    const lines = await examine(github, needs);
    io.out((options.json ? reportJson : report)(lines, needs.repository));
    return lines.every(({ status }) => status === "ok") ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    throw new UsageError(
      `GitHub refused the token${error.message === "" ? "" : ` (${error.message})`}: GITHUB_TOKEN=$(gh auth token) npx tidegate doctor`,
    );
  }
};
