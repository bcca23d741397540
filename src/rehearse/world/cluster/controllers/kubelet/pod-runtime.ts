import type { Duplex } from "node:stream";
import type { JsonObject } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { ExecStreams } from "../../pod-access.ts";

/**
 * What really (or as a script says) runs the containers. The kubelet above it decides when: it knows of back-off,
 * probes' thresholds, restart policies, status and events; a runtime only pulls, starts, probes, connects and stops.
 * Answers come by callback, so that with a manual clock nothing happens between two steps of time.
 */
export interface PodRuntime {
  /** The pod's own address; undefined: the kubelet numbers them. */
  readonly addressOf?: (pod: KubeObject) => string;
  /** The answer cancels it. */
  pull(image: ImagePull, answer: (pulled: Pulled) => void): () => void;
  start(what: ContainerStart, tell: ContainerListener): RunningContainer;
  /** A connection to a port of the pod; rejects when nothing listens there. */
  dial(pod: KubeObject, port: number): Promise<Duplex>;
  /** Runs a command in a container; the exit code. Absent: exec is refused. */
  exec?(pod: KubeObject, container: string, command: readonly string[], streams: ExecStreams): Promise<number>;
  /** What is held for a pod can go. */
  forget?(pod: KubeObject): void;
}

export interface ImagePull {
  readonly image: string;
  readonly pod: KubeObject;
  /** The container's entry in the pod's spec. */
  readonly container: JsonObject;
}

export type Pulled =
  | { readonly ok: true; readonly imageId: string; readonly size?: number }
  | { readonly ok: false; readonly reason: "ErrImagePull" | "InvalidImageName"; readonly message: string };

export interface ContainerStart {
  readonly pod: KubeObject;
  readonly container: JsonObject;
  readonly name: string;
  /** How often it has been restarted: 0 for the first start. */
  readonly restart: number;
  /** As written in the spec, every reference resolved. */
  readonly environment: Readonly<Record<string, string>>;
  /** The content of volumes from ConfigMaps and Secrets, by where they are mounted. */
  readonly files: readonly MountedFile[];
}

export interface MountedFile {
  /** `/etc/app/config.json` */
  readonly path: string;
  readonly content: Buffer;
}

export interface ContainerListener {
  readonly line: (text: string) => void;
  /** Once, after `start` has returned. */
  readonly exited: (exit: Exit) => void;
}

export interface Exit {
  readonly code: number;
  readonly reason?: "OOMKilled" | "ContainerCannotRun" | "StartError";
  readonly message?: string;
}

export type ProbeKind = "startup" | "liveness" | "readiness";
export type Probed = { readonly ok: true } | { readonly ok: false; readonly output: string };

export interface RunningContainer {
  readonly id: string;
  /** One try of a probe as the spec describes it. */
  probe(kind: ProbeKind, probe: JsonObject, answer: (probed: Probed) => void): void;
  /** Asks to end, and ends it by force when the grace is over; `exited` is told either way. */
  stop(graceSeconds: number): void;
}
