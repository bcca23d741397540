import type { Config } from "../config/index.ts";
import type { Actions } from "./actions.ts";

/** What every job function needs to know. */
export interface PipelineContext {
  readonly config: Config;
  readonly actions: Actions;
}
