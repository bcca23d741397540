import type { IncomingMessage, ServerResponse } from "node:http";
import type { JsonObject } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { Exit } from "../kubelet/pod-runtime.ts";

/** How a container behaves. Whatever is left out goes well and at once. Times are milliseconds by the cluster's clock. */
export interface ContainerScript {
  readonly pull?: PullScript;
  readonly pullTakes?: number;
  readonly logs?: readonly (string | TimedLine)[];
  /** Passes its readiness probe so long after its start; `never`. Without a readiness probe it is ready at once. */
  readonly readyAfter?: number | "never";
  /** Passes its startup probe so long after its start. */
  readonly startedAfter?: number | "never";
  /** Begins to fail its liveness probe so long after its start. */
  readonly sickAfter?: number;
  /** What a failed probe says. */
  readonly probeOutput?: string;
  /** Ends by itself. */
  readonly exit?: Exit & { readonly after?: number };
  /** Takes so long to end when asked to; longer than the grace means it is killed (137). */
  readonly stopTakes?: number;
  /** The code it ends with when asked to. */
  readonly stopCode?: number;
  /** Answers HTTP on these ports. */
  readonly http?: { readonly ports: readonly number[]; readonly answer: Answerer };
  /** What a command in it prints, and its exit code; without this exec finds no such command. */
  readonly exec?: (command: readonly string[]) => { readonly code: number; readonly stdout: string };
}

export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

export type PullScript =
  | "ok"
  | "not-found"
  | "timeout"
  | { readonly reason: "ErrImagePull" | "InvalidImageName"; readonly message: string };

export interface TimedLine {
  readonly after: number;
  readonly text: string;
}

export interface ScriptedContainer {
  readonly pod: KubeObject;
  readonly name: string;
  readonly image: string;
  /** The container's entry in the pod's spec. */
  readonly spec: JsonObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** 0 for the first start. */
  readonly restart: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** Asked at each pull and each start; undefined leaves it to the next script, and in the end to "runs well". */
export type Script = (container: ScriptedContainer) => ContainerScript | undefined;
