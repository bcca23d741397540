import * as v from "valibot";
import { ActionError } from "../../../src/action/index.ts";
import { type GitHub, read, refusal } from "./client.ts";

export interface Wanted {
  readonly tag: string;
  readonly notes: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** whether GitHub shows it as the latest one */
  readonly latest: boolean;
}

const Release = v.object({ html_url: v.string(), tag_name: v.string() });

/** The release of a tag; the one that is there stays as it is. Its address. */
export async function ensureRelease(wanted: Wanted, github: GitHub): Promise<string> {
  const { tag, notes, draft, prerelease, latest } = wanted;
  const there = await github.get(`/releases/tags/${encodeURI(tag)}`, [404]);
  if (there.status === 200) return read(Release, there).html_url;
  if (draft)
    // a draft is not found by its tag
    for await (const page of github.pages("/releases?per_page=100", Release)) {
      const known = page.find(({ tag_name }) => tag_name === tag);
      if (known) return known.html_url;
    }
  const body = { tag_name: tag, name: tag, body: notes, draft, prerelease, make_latest: String(latest && !draft) };
  const made = await github.post("/releases", body, [422]);
  if (made.status !== 422) return read(Release, made).html_url;
  // made by somebody else at the same moment, or by a request of ours whose answer got lost
  const again = await github.get(`/releases/tags/${encodeURI(tag)}`, [404]);
  if (again.status === 200) return read(Release, again).html_url;
  throw new ActionError("denied", `GitHub refuses the release of ${tag}`, { came: refusal(made) });
}
