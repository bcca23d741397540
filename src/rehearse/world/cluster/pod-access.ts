import type { Duplex } from "node:stream";
import type { KubeObject } from "./object.ts";

/** What the API server asks of whatever runs the pods: their logs, their ports, a command inside. */
export interface PodAccess {
  /**
   * The lines so far of a container's present (or previous) instance. A string is the refusal kubelet would give, such as
   * `container "web" in pod "web-1" is waiting to start: ContainerCreating`.
   */
  log(pod: KubeObject, container: string, previous: boolean): readonly LogLine[] | string;
  /** Tells each further line, and `undefined` when the container has ended. The answer ends it. */
  followLog(pod: KubeObject, container: string, listener: (line: LogLine | undefined) => void): () => void;
  /** A connection to a port of the pod; rejects when nothing listens there. */
  dial(pod: KubeObject, port: number): Promise<Duplex>;
  /** Runs a command in a container; the exit code. Absent: exec is refused. */
  exec?(pod: KubeObject, container: string, command: readonly string[], streams: ExecStreams): Promise<number>;
}

export interface LogLine {
  /** Milliseconds since 1970, by the cluster's clock. */
  readonly time: number;
  readonly text: string;
}

export interface ExecStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}
