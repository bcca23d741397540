import type { Deps } from "../../action/index.ts";
import { at, parseJson } from "../json/json.ts";

/** Unknown counts as public: then less is shown. */
export async function isPrivateRepository(deps: Deps): Promise<boolean> {
  const { eventPath, onGitHub } = deps.runner;
  if (!onGitHub) return true;
  if (eventPath === undefined) return false;
  try {
    return at(parseJson(await deps.files.read(eventPath)), "repository", "private") === true;
  } catch {
    return false;
  }
}
