import type { JsonObject } from "../../../json/value.ts";
import type { Exit, RunningContainer } from "../pod-runtime.ts";
import type { BackOff } from "./back-off.ts";
import type { Log } from "./log.ts";

export type Phase =
  | { readonly is: "waiting"; readonly reason: string; readonly message?: string }
  | { readonly is: "running"; readonly since: number; readonly running: RunningContainer }
  | { readonly is: "ended"; readonly ended: Ended };

export interface Ended {
  readonly exit: Exit;
  readonly since: number;
  readonly until: number;
  readonly id: string;
  readonly message?: string;
}

/** What the kubelet knows of one container of one pod. The only thing in it that changes by assignment. */
export interface ContainerState {
  readonly name: string;
  readonly spec: JsonObject;
  readonly init: boolean;
  /** An init container that stays: `restartPolicy: Always`. */
  readonly sidecar: boolean;
  phase: Phase;
  last: Ended | undefined;
  restarts: number;
  /** Passed its startup probe, or has none. */
  started: boolean;
  ready: boolean;
  imageId: string;
  log: Log;
  previousLog: Log | undefined;
  readonly restartBackOff: BackOff;
  readonly pullBackOff: BackOff;
  /** Something is under way (a pull, a start): do not begin it again. */
  busy: boolean;
}
