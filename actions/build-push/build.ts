import { join, relative, resolve } from "node:path";
import {
  type ActionDeps,
  asActionError,
  type Deps,
  type JsonValue,
  kitError,
  type Ran,
} from "../../src/action/index.ts";
import { parseJson } from "../../src/action/inputs/json.ts";
import { tryDocker } from "./docker/call.ts";
import { failedStep } from "./docker/failed-step.ts";
import { type Trouble, troubleError } from "./docker/trouble.ts";
import { unwrittenCaches } from "./docker/unwritten-caches.ts";
import { type Build, buildArgv } from "./request/argv.ts";
import { type CacheWish, cachesFor, localFolder } from "./request/caches.ts";
import { canSign, type Inputs, type Request } from "./request/check.ts";
import { ownLabels } from "./request/labels.ts";
import { secretEnvironment } from "./request/secrets.ts";
import { commitTag } from "./request/tag.ts";
import type { spec } from "./spec.ts";

/** Local caches whose folder can be made: buildx would end the build over one that cannot. */
async function writable(entries: readonly string[], { files, log }: Deps): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const entry of entries) {
    const folder = localFolder(entry);
    try {
      if (folder !== undefined) await files.makeFolder(folder);
      kept.push(entry);
    } catch (thrown) {
      log.warning(`the cache is not written: ${folder}: ${asActionError(thrown).message}`);
    }
  }
  return kept;
}

/** The build that the inputs ask for, under the circumstances of this job. */
export async function planBuild(
  inputs: Inputs,
  { name, secrets }: Request,
  deps: ActionDeps<typeof spec>,
): Promise<Build> {
  const { env, files, runner, log } = deps;
  const wish: CacheWish = { from: inputs.cacheFrom ?? [], to: inputs.cacheTo ?? [] };
  const mode = env["ACTIONS_CACHE_MODE"] || undefined;
  const caches = cachesFor(wish, { event: runner.event, canSign: canSign(env), mode, scope: name });
  for (const note of caches.notes) log.info(note);
  const folder = await files.temporaryFolder("build");
  const own = ownLabels({ serverUrl: runner.serverUrl, repository: runner.repository, commit: inputs.commit, name });
  return {
    name,
    tag: commitTag(inputs.commit),
    context: inputs.context,
    file: inputs.file,
    target: inputs.target,
    platforms: inputs.platforms ?? [],
    buildArgs: inputs.buildArgs ?? new Map(),
    buildContexts: inputs.buildContexts ?? new Map(),
    secrets,
    secretFiles: new Map([...(inputs.secretFiles ?? [])].map(([id, path]) => [id, resolve(runner.workspace, path)])),
    ssh: inputs.ssh ?? [],
    labels: new Map([...Object.entries(own), ...(inputs.labels ?? [])]),
    annotations: new Map([...Object.entries(own), ...(inputs.annotations ?? [])]),
    cacheFrom: caches.from,
    cacheTo: await writable(caches.to, deps),
    noCache: inputs.noCache,
    pull: inputs.pull,
    provenance: inputs.provenance,
    sbom: inputs.sbom,
    builder: inputs.builder,
    metadataFile: join(folder, "metadata.json"),
    layout: inputs.push ? undefined : (inputs.layout ?? join(folder, "layout")),
  };
}

/** As annotations name it: from the workspace. */
export const dockerfileOf = ({ context, file }: Build, { runner }: Deps): string =>
  relative(runner.workspace, file ?? join(context, "Dockerfile"));

export interface BuildResult {
  readonly ran: Ran;
  readonly metadata: JsonValue;
}

/** A builder that cannot write caches is no reason not to build. */
const isAboutCache = ({ code, line }: Trouble) => code === "builder" && /cache export/i.test(line);

export async function runBuild(build: Build, deps: Deps): Promise<BuildResult> {
  const what = `building ${build.name}`;
  const called = await tryDocker(what, buildArgv(build), deps, {
    // the values of secrets are here and nowhere else
    env: { ...secretEnvironment(build.secrets), BUILDX_METADATA_WARNINGS: "1", BUILDX_NO_DEFAULT_ATTESTATIONS: "1" },
    show: "stderr",
  });
  if ("ran" in called) {
    for (const why of unwrittenCaches(called.ran.stderr)) deps.log.warning(`the cache is not written: ${why}`);
    return { ran: called.ran, metadata: await readMetadata(build, deps) };
  }
  if (build.cacheTo.length === 0 || !isAboutCache(called.trouble)) {
    const { line, words } = failedStep(called.stderr);
    if (line !== undefined)
      deps.log.error(called.trouble.line, { file: dockerfileOf(build, deps), line, title: "Dockerfile" });
    throw troubleError(called.trouble, what, { ...called, came: words });
  }
  deps.log.warning(`the cache is not written: ${called.trouble.line}`);
  return runBuild({ ...build, cacheTo: [] }, deps);
}

async function readMetadata({ metadataFile }: Build, { files }: Deps): Promise<JsonValue> {
  const parsed = parseJson(await files.read(metadataFile));
  if (parsed.ok) return parsed.value;
  throw kitError("bad-file", `${metadataFile} is no JSON`, { came: parsed.note ?? "" });
}
