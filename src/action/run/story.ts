import type { ActionSpec } from "../../spec/action.ts";
import type { InputsOf } from "../../spec/values.ts";
import type { ActionDeps } from "./deps.ts";
import type { Ending } from "./ending.ts";

/** What an action does, from its typed inputs; how it ended is `ok()`, `findings(…)` or `toolError(…)`. */
export type Chapter<S extends ActionSpec> = (inputs: InputsOf<S>, deps: ActionDeps<S>) => Promise<Ending>;

/** An action that declares `post` has a second part, which runs at the end of the job. */
export type Story<S extends ActionSpec> = S["runs"] extends { readonly post: true }
  ? { readonly main: Chapter<S>; readonly post: Chapter<S> }
  : Chapter<S>;
