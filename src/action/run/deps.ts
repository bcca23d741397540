import type { ActionSpec } from "../../spec/action.ts";
import type { Exec } from "../exec/exec.ts";
import type { Files } from "../files/files.ts";
import type { HttpDeps } from "../http/request.ts";
import type { Env } from "../inputs/read.ts";
import type { Log } from "../log/log.ts";
import type { Masker } from "../mask/masker.ts";
import type { Outputs } from "../outputs/outputs.ts";
import type { Summary } from "../summary/summary.ts";
import type { Tools } from "../tools/tools.ts";
import type { Runner } from "./runner.ts";
import type { State } from "./state.ts";

/** Everything outside the action: what a test replaces. `request(deps, …)` and `retry(deps, …)` take it as it is. */
export interface Deps extends HttpDeps {
  readonly exec: Exec;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  /** ends early, with the error `cancelled`, when the run is cancelled */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 up to 1 */
  readonly random: () => number;
  readonly log: Log;
  /** the environment without INPUT_ and STATE_ variables: those were read already */
  readonly env: Env;
  readonly files: Files;
  readonly summary: Summary;
  readonly tools: Tools;
  readonly masker: Masker;
  readonly runner: Runner;
  readonly state: State;
  /** aborted when the run is cancelled: finish within seven seconds, or be ended */
  readonly signal: AbortSignal;
}

/** The same with the outputs that the action declares. */
export interface ActionDeps<S extends ActionSpec> extends Deps {
  readonly outputs: Outputs<S>;
}
