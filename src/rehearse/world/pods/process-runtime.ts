import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import * as v from "valibot";
import type {
  ContainerListener,
  ContainerStart,
  ImagePull,
  PodRuntime,
  Pulled,
  RunningContainer,
} from "../cluster/controllers/kubelet/pod-runtime.ts";
import type { KubeObject } from "../cluster/object.ts";
import type { ExecStreams } from "../cluster/pod-access.ts";
import type { Reference } from "../images/push.ts";
import { Container } from "./container-spec.ts";
import { ImagePulls } from "./image-pulls.ts";
import { ImageStandIns } from "./image-stand-in.ts";
import { killGroup } from "./kill.ts";
import { MemoryWatch } from "./memory-watch.ts";
import { PodPorts } from "./ports.ts";
import { Preparation } from "./preparation.ts";
import { ProcessContainer } from "./process-container.ts";
import { type Tamper, untouched } from "./tamper.ts";

export interface ProcessRuntimeOptions {
  /** for images and what containers write */
  readonly folder: string;
  /** PATH with a node and a python3, and what little else processes get of this machine */
  readonly machine: Readonly<Record<string, string>>;
  /** where an image's name leads: the registry on loopback */
  readonly locate: (image: Reference) => Reference;
  /** what a value of the environment that names a Service becomes here */
  readonly rewrite: (pod: KubeObject, value: string) => Promise<string>;
  /** images that nothing here builds, and what runs instead */
  readonly standIns?: ImageStandIns;
  /** faults that were asked for */
  readonly tamper?: Tamper;
  /** told what came of a limit of memory, for the report */
  readonly remark?: (text: string) => void;
}

/** Runs pods as processes of this machine: images by digest from the registry, a port of its own for each. */
export class ProcessRuntime implements PodRuntime {
  readonly #folder: string;
  readonly #tamper: Tamper;
  readonly #remark: (text: string) => void;
  readonly #ports = new PodPorts();
  readonly #pulls: ImagePulls;
  readonly #preparation: Preparation;
  readonly #memory = new MemoryWatch();
  readonly #running = new Set<ChildProcess>();
  /** the last start of each container, by the pod's uid and its name */
  readonly #containers = new Map<string, ProcessContainer>();
  #serial = 0;

  constructor(options: ProcessRuntimeOptions) {
    const { folder, locate, machine, rewrite, standIns = new ImageStandIns({}), tamper = untouched } = options;
    this.#folder = folder;
    this.#tamper = tamper;
    this.#remark = options.remark ?? (() => {});
    this.#pulls = new ImagePulls({
      folder: join(folder, "images"),
      locate,
      standIns,
      isMissing: ({ pod, container }) => tamper(pod, v.parse(Container, container)).missing === true,
    });
    const pulled = (image: string) => this.#pulls.pulled(image);
    this.#preparation = new Preparation({ standIns, ports: this.#ports, machine, rewrite, pulled });
  }

  pull(asked: ImagePull, answer: (pulled: Pulled) => void): () => void {
    return this.#pulls.pull(asked, answer);
  }

  start(what: ContainerStart, tell: ContainerListener): RunningContainer {
    const { pod, name } = what;
    const container = v.parse(Container, what.container);
    this.#serial += 1;
    const root = join(this.#folder, "containers", `${pod.metadata.name}-${name}-${this.#serial}`);
    const running = new ProcessContainer({
      name: `${pod.metadata.namespace ?? "default"}, container ${name}`,
      id: `process://${pod.metadata.uid ?? ""}/${name}/${this.#serial}`,
      folder: root,
      portOf: (port) => this.#ports.local(pod, container, port),
      tampering: this.#tamper(pod, container),
      memory: this.#memory,
      remark: this.#remark,
    });
    this.#containers.set(`${pod.metadata.uid}/${name}`, running);
    const namespace = join(this.#folder, "data", pod.metadata.namespace ?? "default");
    this.#preparation.plan(what, container, { root, pod: this.#podFolder(pod), namespace }).then(
      (plan) => running.begin(plan, tell, this.#running),
      (cause: unknown) =>
        tell.exited({
          code: 128,
          reason: "StartError",
          message: cause instanceof Error ? cause.message : String(cause),
        }),
    );
    return running;
  }

  dial(pod: KubeObject, port: number): Promise<Duplex> {
    return this.#ports.dial(pod, port);
  }

  async exec(pod: KubeObject, container: string, command: readonly string[], streams: ExecStreams): Promise<number> {
    const running = this.#containers.get(`${pod.metadata.uid}/${container}`);
    if (running) return running.exec(command, streams);
    streams.stderr.write(`the container ${container} has not started\n`);
    return 126;
  }

  #podFolder(pod: KubeObject): string {
    return join(this.#folder, "volumes", pod.metadata.uid ?? "");
  }

  forget(pod: KubeObject): void {
    rmSync(this.#podFolder(pod), { recursive: true, force: true });
    this.#ports.forget(pod);
    for (const key of this.#containers.keys()) if (key.startsWith(`${pod.metadata.uid}/`)) this.#containers.delete(key);
  }

  /** Ends every process at once, for the end of a rehearsal. */
  end(): void {
    for (const container of this.#containers.values()) container.endBeside();
    for (const child of this.#running) if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
  }
}
