import { createReadStream } from "node:fs";
import { join } from "node:path";
import { causeChain } from "../../../src/action/errors/causes.ts";
import { ActionError, type Attempt, type Deps, retry } from "../../../src/action/index.ts";
import { retryAfter } from "../../../src/action/retry/delay.ts";
import { isTransient, transientStatuses } from "../../../src/action/retry/transient.ts";
import { mirrorVariable } from "../../../src/release/registry/reference.ts";
import { manifestTypes } from "../../../src/release/registry/registry.ts";
import { openRepository } from "../../../src/release/registry/repository.ts";
import { type Credentials, whoSignsIn } from "../../../src/release/registry/sign-in.ts";
import { dockerLogin } from "../../../src/release/wiring/docker-login.ts";
import { descriptor } from "./manifest.ts";

/** Where an image is read from. Nothing of it is believed before its digest was checked. */
export interface ImageSource {
  manifest(digest: string): Promise<Uint8Array>;
  /** hands the bytes on as they come; again from the beginning when it breaks off */
  blob(digest: string, take: (bytes: AsyncIterable<Uint8Array>) => Promise<void>): Promise<void>;
}

/** one layer may be large, and a registry slow */
const patience = 15 * 60_000;

async function refusal(answer: Response, what: string): Promise<ActionError> {
  const { status } = answer;
  const came = (await answer.text()).trim().slice(0, 300);
  const code =
    status === 401 || status === 403 ? "registry-denied" : status === 404 ? "image-missing" : ("http" as const);
  return new ActionError(code, `${what}: the registry answered ${status}`, came === "" ? {} : { came });
}

/** registries themselves take no larger manifest */
const largestManifest = 4 * 1024 * 1024;

async function bounded(answer: Response, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > largestManifest)
      throw new ActionError("wrong-digest", `a manifest of ${name} is larger than any can be`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

export function fromRegistry(name: string, credentials: Credentials, deps: Deps): ImageSource {
  const { serverUrl, actor } = deps.runner;
  const login = dockerLogin(deps.env);
  const opened = openRepository(name, {
    fetch: deps.fetch,
    signal: deps.signal,
    credential(host) {
      const known = login(host);
      const who = whoSignsIn(host, credentials, { serverUrl, actor, signedIn: known !== undefined });
      return who === undefined ? known : `${who.username}:${who.password.reveal()}`;
    },
    mirror: deps.env[mirrorVariable],
  });
  /** asks until the whole answer was taken */
  const ask = (path: string, accept: string, what: string, take: (answer: Response) => Promise<void>) =>
    retry(deps, { what, attempts: 4, within: patience }, async (): Promise<Attempt<undefined>> => {
      try {
        const answer = await opened.ask(path, { accept }, patience);
        if (transientStatuses.has(answer.status)) {
          await answer.body?.cancel();
          const wait = retryAfter(answer.headers.get("retry-after"), deps.now());
          return { done: false, why: `answered ${answer.status}`, wait };
        }
        if (!answer.ok) throw await refusal(answer, what);
        await take(answer);
        return { done: true, value: undefined };
      } catch (thrown) {
        if (deps.signal.aborted || !isTransient(thrown)) throw thrown;
        return { done: false, why: thrown instanceof Error ? causeChain(thrown) : String(thrown), cause: thrown };
      }
    });
  return {
    async manifest(digest) {
      let bytes = new Uint8Array();
      await ask(`manifests/${digest}`, manifestTypes, `${name}@${digest}`, async (answer) => {
        bytes = await bounded(answer, name);
      });
      return bytes;
    },
    blob: (digest, take) =>
      ask(`blobs/${digest}`, "*/*", `layer ${digest.slice(0, 19)}… of ${name}`, async (answer) => {
        if (answer.body !== null) await take(answer.body);
      }).then(() => undefined),
  };
}

export function fromLayout(folder: string, { files }: Deps): ImageSource {
  // the digest was checked to be one before: it is no path of somebody else's
  const place = (digest: string) => join(folder, "blobs", ...descriptor({ digest, size: 0 }, folder).digest.split(":"));
  const missing = (digest: string) =>
    new ActionError("image-missing", `${folder} holds no ${digest}`, { expected: "an OCI layout with this blob" });
  return {
    async manifest(digest) {
      if (!files.exists(place(digest))) throw missing(digest);
      return files.readBytes(place(digest));
    },
    async blob(digest, take) {
      if (!files.exists(place(digest))) throw missing(digest);
      await take(createReadStream(place(digest)));
    },
  };
}
