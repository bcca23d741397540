import * as v from "valibot";
import { type Call, type Handler, invalid, type Json, list, notFound, ok } from "../call.ts";
import { type Kept, Memory } from "../memory.ts";

const NewRelease = v.object({
  tag_name: v.string(),
  target_commitish: v.optional(v.string()),
  name: v.optional(v.nullable(v.string())),
  body: v.optional(v.nullable(v.string())),
  draft: v.optional(v.boolean(), false),
  prerelease: v.optional(v.boolean(), false),
  make_latest: v.optional(v.union([v.string(), v.boolean()])),
});
const ChangedRelease = v.partial(NewRelease);

const releaseOf = ({ memory }: Call, id: string | undefined) => memory.releases.find((one) => String(one.id) === id);

/** `POST /releases`: makes the tag as well where it is not there yet. */
export const createRelease: Handler = async (call) => {
  const asked = v.safeParse(NewRelease, call.body);
  if (!asked.success) return invalid("Validation Failed: tag_name is needed");
  const { tag_name, target_commitish = "HEAD", name, body, draft, prerelease } = asked.output;
  const { git, memory, url } = call;
  if (memory.releases.some((one) => one["tag_name"] === tag_name && one["draft"] === false))
    return {
      status: 422,
      body: {
        message: "Validation Failed",
        errors: [{ resource: "Release", code: "already_exists", field: "tag_name" }],
      },
    };
  const target = await git.resolve(`refs/tags/${tag_name}`);
  if (target === undefined && !draft) {
    const sha = await git.resolve(target_commitish);
    if (sha === undefined) return invalid("Validation Failed: target_commitish is no commit");
    await git.createRef(`refs/tags/${tag_name}`, sha);
  }
  const id = memory.id();
  const release: Kept = {
    id,
    tag_name,
    target_commitish,
    name: name ?? tag_name,
    body: body ?? "",
    draft,
    prerelease,
    created_at: call.now().toISOString(),
    published_at: draft ? null : call.now().toISOString(),
    url: `${url}/repos/${call.name}/releases/${id}`,
    html_url: `https://github.com/${call.name}/releases/tag/${tag_name}`,
    assets: [],
  };
  memory.releases.push(release);
  return ok(release, 201);
};

/** `PATCH /releases/{id}` */
export const changeRelease: Handler = async (call) => {
  const found = releaseOf(call, call.args[0]);
  const asked = v.safeParse(ChangedRelease, call.body);
  if (!found) return notFound;
  if (!asked.success) return invalid("Validation Failed");
  const given = Object.entries(asked.output).filter(
    (entry): entry is [string, Exclude<(typeof entry)[1], undefined>] => entry[1] !== undefined,
  );
  const changed: Kept = { ...found, ...Object.fromEntries(given) };
  Memory.replace(call.memory.releases, changed);
  return ok(changed);
};

export const oneRelease: Handler = async (call) => {
  const found = releaseOf(call, call.args[0]);
  return found ? ok(found) : notFound;
};

export const releases: Handler = async ({ memory }) => list(memory.releases.toReversed());

export const releaseByTag: Handler = async ({ memory, args: [tag] }) => {
  const found = memory.releases.find((one) => one["tag_name"] === tag && one["draft"] === false);
  return found ? ok(found) : notFound;
};

export const latestRelease: Handler = async ({ memory }) => {
  const found: Json | undefined = memory.releases.findLast(
    (one) => one["draft"] === false && one["prerelease"] === false,
  );
  return found ? ok(found) : notFound;
};
