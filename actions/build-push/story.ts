import {
  type ActionDeps,
  asActionError,
  type Digest,
  type Ending,
  kitError,
  ok,
  type Story,
} from "../../src/action/index.ts";
import { toMask } from "../../src/action/mask/secrets.ts";
import { attest } from "./attest/attest.ts";
import { dockerfileOf, planBuild, runBuild } from "./build.ts";
import { signIn, signOut } from "./docker/login.ts";
import { digestIn, shortMetadata, warningsIn } from "./docker/metadata.ts";
import type { PlatformImage } from "./image/contents.ts";
import { imagesOf, inLayout, inRegistry } from "./image/inspect.ts";
import { promote } from "./promote.ts";
import { stageTimes } from "./report/stages.ts";
import { type Built, summary } from "./report/summary.ts";
import { tellWarnings } from "./report/warnings.ts";
import type { Build } from "./request/argv.ts";
import { type Inputs, type Request, readRequest } from "./request/check.ts";
import { builtBefore, ingredientsOf, isUnknown, treeTag } from "./reuse.ts";
import type { spec } from "./spec.ts";

type Deps = ActionDeps<typeof spec>;

/** Values that reach the build are hidden before anything runs. */
async function hideSecrets(inputs: Inputs, { secrets }: Request, { files, log }: Deps): Promise<void> {
  const texts = [
    ...secrets.map(({ id, value }) => [id, value.reveal()] as const),
    ...(await Promise.all(
      // a file is read line by line: `//registry/:_authToken=…` hides the token alone, too
      [...(inputs.secretFiles ?? [])].map(async ([id, path]) => [id, `${await files.read(path)}\n`] as const),
    )),
  ];
  for (const [id, text] of texts) {
    const { hide, warnings } = await toMask(id, text, undefined);
    for (const secret of hide) log.mask(secret);
    for (const warning of warnings) log.warning(warning);
  }
}

/** What the image holds. Only a wrong digest is an end: that it cannot be looked at does not undo a push. */
async function look(digest: Digest, build: Build, deps: Deps): Promise<readonly PlatformImage[]> {
  const what = `${build.name}@${digest}`;
  try {
    const source =
      build.layout === undefined ? inRegistry(build.name, digest, build.builder, deps) : inLayout(build.layout, deps);
    return await imagesOf(digest, what, source);
  } catch (thrown) {
    const error = asActionError(thrown);
    if (["wrong-digest", "cancelled", "registry-missing"].includes(error.code)) throw error;
    deps.log.warning(`${what} could not be looked at: ${error.message}`);
    return [];
  }
}

function tell(built: Built, build: Build, deps: Deps): void {
  const platforms = built.images.map(({ platform }) => platform);
  deps.outputs.set({ platforms: platforms.length > 0 ? platforms : build.platforms });
  deps.summary.add(summary(built));
}

/** Takes what was built before from the same, or says why not. */
async function reuse(build: Build, deps: Deps): Promise<{ readonly digest?: Digest; readonly tag?: string }> {
  if (build.layout !== undefined) return {};
  const ingredients = await ingredientsOf(build, deps);
  if (isUnknown(ingredients)) {
    deps.log.notice(`built anew: ${ingredients.unknown}`);
    return {};
  }
  const tag = treeTag(build, ingredients);
  const digest = await builtBefore(build.name, tag, build.builder, deps);
  return digest === undefined ? { tag } : { digest, tag };
}

async function buildImage(inputs: Inputs, request: Request, deps: Deps): Promise<Ending> {
  const { outputs, log } = deps;
  const build = await planBuild(inputs, request, deps);
  const { name, builder } = build;
  const before = inputs.reuse ? await reuse(build, deps) : {};
  const reference = `${name}:${build.tag}`;
  const nothingBuilt = { stages: [], seconds: 0, notes: [], pushed: true };
  if (before.digest !== undefined) {
    const { digest } = before;
    const tags = await promote({ name, digest, builder }, [build.tag], deps);
    outputs.set({ image: digest, tags, reused: true });
    if (inputs.attest)
      log.info("nothing is attested: this job did not build the image, and the one that did has said so");
    const images = await look(digest, build, deps);
    tell({ ...nothingBuilt, name, digest, tags, images, reusedFrom: `${name}:${before.tag}` }, build, deps);
    return ok(`${reference} is ${digest}, built before from the same files`);
  }
  const { ran, metadata } = await runBuild(build, deps);
  const digest = digestIn(metadata);
  outputs.set({ image: digest, metadata: shortMetadata(metadata), reused: false });
  tellWarnings(warningsIn(metadata), dockerfileOf(build, deps), log);
  const images = await look(digest, build, deps);
  const pushed = build.layout === undefined;
  const tags = pushed ? [reference] : [];
  outputs.set(pushed ? { tags } : { tags, layout: build.layout ?? "" });
  if (inputs.attest) outputs.set({ attestation: await attest({ name, digest }, inputs.token, deps) });
  if (before.tag !== undefined) await promote({ name, digest, builder }, [before.tag], deps);
  const seconds = Math.round(ran.took / 1000);
  tell(
    { name, digest, tags, images, stages: stageTimes(ran.stderr), seconds, notes: [], pushed, reusedFrom: undefined },
    build,
    deps,
  );
  return ok(
    pushed ? `pushed ${reference}, ${digest}` : `built ${digest}, not pushed; its layout lies in ${build.layout}`,
  );
}

async function promoteImage(inputs: Inputs, { name, tags: wanted }: Request, deps: Deps): Promise<Ending> {
  const { digest, builder } = inputs;
  if (digest === undefined) throw kitError("bad-input", "digest: `mode: promote` needs one");
  const tags = await promote({ name, digest, builder }, wanted, deps);
  deps.outputs.set({ image: digest, tags, reused: false });
  return ok(`${digest} is now ${wanted.join(", ")}`);
}

async function main(inputs: Inputs, deps: Deps): Promise<Ending> {
  const request = readRequest(inputs, deps.env);
  await hideSecrets(inputs, request, deps);
  deps.outputs.set({ name: request.name });
  const promotes = inputs.mode === "promote";
  if (promotes || inputs.push || inputs.password !== undefined) await signIn(request.name, inputs, deps);
  return promotes ? promoteImage(inputs, request, deps) : buildImage(inputs, request, deps);
}

export const story: Story<typeof spec> = {
  main,
  post: async (_, deps) => {
    await signOut(deps);
    return ok();
  },
};
