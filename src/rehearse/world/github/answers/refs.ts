import * as v from "valibot";
import { type Call, type Handler, invalid, type Json, list, notFound, ok } from "../call.ts";
import type { Ref } from "../repository.ts";

const NewRef = v.object({ ref: v.string(), sha: v.string() });
const MovedRef = v.object({ sha: v.string(), force: v.optional(v.boolean(), false) });
const NewTag = v.object({
  tag: v.string(),
  message: v.string(),
  object: v.string(),
  type: v.string(),
  tagger: v.optional(v.object({ name: v.string(), email: v.string(), date: v.optional(v.string()) })),
});

const refJson = ({ ref, sha, type }: Ref, { url, name }: Call): Json => ({
  ref,
  url: `${url}/repos/${name}/git/${ref}`,
  object: { sha, type, url: `${url}/repos/${name}/git/${type}s/${sha}` },
});

const named = (call: Call) => `refs/${call.args[0] ?? ""}`;

/** `GET /git/ref/{ref}` */
export const oneRef: Handler = async (call) => {
  const found = (await call.git.refs(named(call))).find(({ ref }) => ref === named(call));
  return found ? ok(refJson(found, call)) : notFound;
};

/** `GET /git/matching-refs/{prefix}` */
export const matchingRefs: Handler = async (call) =>
  list((await call.git.refs(named(call))).map((ref) => refJson(ref, call)));

/** `POST /git/refs` */
export const createRef: Handler = async (call) => {
  const asked = v.safeParse(NewRef, call.body);
  if (!asked.success) return invalid('Invalid request.\n\n"ref" and "sha" are needed.');
  const { ref, sha } = asked.output;
  if (!(await call.git.isRefName(ref))) return invalid("Reference name is not valid");
  const type = await call.git.type(sha);
  if (type === undefined) return invalid("Object does not exist");
  if (!(await call.git.createRef(ref, sha))) return invalid("Reference already exists");
  return ok(refJson({ ref, sha, type }, call), 201);
};

/** `PATCH /git/refs/{ref}` */
export const moveRef: Handler = async (call) => {
  const asked = v.safeParse(MovedRef, call.body);
  const [now] = (await call.git.refs(named(call))).filter(({ ref }) => ref === named(call));
  if (!asked.success) return invalid('Invalid request.\n\n"sha" is needed.');
  if (!now) return invalid("Reference does not exist");
  const { sha, force } = asked.output;
  const type = await call.git.type(sha);
  if (type === undefined) return invalid("Object does not exist");
  if (!force && !(await call.git.isAncestor(now.sha, sha))) return invalid("Update is not a fast forward");
  await call.git.moveRef(named(call), sha);
  return ok(refJson({ ref: named(call), sha, type }, call));
};

/** `DELETE /git/refs/{ref}` */
export const deleteRef: Handler = async (call) => {
  const found = (await call.git.refs(named(call))).some(({ ref }) => ref === named(call));
  if (!found) return invalid("Reference does not exist");
  await call.git.deleteRef(named(call));
  return ok(null, 204);
};

const tagJson = async (sha: string, { git, url, name }: Call): Promise<Json> => {
  const text = (await git.object(sha)) ?? "";
  const line = (word: string) => new RegExp(`^${word} (.*)$`, "m").exec(text)?.[1] ?? "";
  const [, who = "", email = "", seconds = "0"] = /^(.*) <(.*)> (\d+)/.exec(line("tagger")) ?? [];
  return {
    sha,
    tag: line("tag"),
    url: `${url}/repos/${name}/git/tags/${sha}`,
    message: text.slice(text.indexOf("\n\n") + 2).trimEnd(),
    tagger: { name: who, email, date: new Date(Number(seconds) * 1000).toISOString() },
    object: { sha: line("object"), type: line("type") },
  };
};

/** `GET /git/tags/{sha}` */
export const oneTagObject: Handler = async (call) => {
  const sha = call.args[0] ?? "";
  return (await call.git.type(sha)) === "tag" ? ok(await tagJson(sha, call)) : notFound;
};

/** `POST /git/tags`: the object alone; a ref makes it a tag. */
export const createTagObject: Handler = async (call) => {
  const asked = v.safeParse(NewTag, call.body);
  if (!asked.success) return invalid('Invalid request.\n\n"tag", "message", "object" and "type" are needed.');
  const { tag, message, object, type, tagger } = asked.output;
  if ((await call.git.type(object)) !== type) return invalid(`Could not verify that object ${object} is a ${type}`);
  const date = tagger?.date ?? call.now().toISOString();
  const by = { name: tagger?.name ?? "rehearsal", email: tagger?.email ?? "rehearsal@localhost", date };
  return ok(await tagJson(await call.git.createTag({ name: tag, object, type, message, tagger: by }), call), 201);
};

/** `GET /tags`: newest name first, as GitHub lists them. */
export const tags: Handler = async (call) => {
  const found = (await call.git.refs("refs/tags/")).toReversed();
  const items = await Promise.all(
    found.map(async ({ ref }) => ({
      name: ref.slice("refs/tags/".length),
      commit: { sha: (await call.git.resolve(ref)) ?? "" },
    })),
  );
  return list(items);
};

const branchJson = async (ref: Ref, call: Call): Promise<Json> => ({
  name: ref.ref.slice("refs/heads/".length),
  commit: { sha: ref.sha, url: `${call.url}/repos/${call.name}/commits/${ref.sha}` },
  protected: false,
});

/** `GET /branches` */
export const branches: Handler = async (call) =>
  list(await Promise.all((await call.git.refs("refs/heads/")).map((ref) => branchJson(ref, call))));

/** `GET /branches/{name}` */
export const oneBranch: Handler = async (call) => {
  const wanted = `refs/heads/${call.args[0] ?? ""}`;
  const found = (await call.git.refs(wanted)).find(({ ref }) => ref === wanted);
  return found ? ok(await branchJson(found, call)) : notFound;
};
