import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import type { Duplex } from "node:stream";
import * as v from "valibot";
import type {
  ContainerListener,
  ContainerStart,
  PodRuntime,
  Pulled,
  RunningContainer,
} from "../cluster/controllers/kubelet/pod-runtime.ts";
import type { KubeObject } from "../cluster/object.ts";
import { parseReference, type Reference } from "../images/push.ts";
import { type ProcessPlan, planProcess } from "./command.ts";
import { ImageNotFound, ImageStore, type PulledImage } from "./image-store.ts";
import { freePort } from "./ports.ts";
import { killGroup, ProcessContainer } from "./process-container.ts";

const Container = v.object({
  name: v.string(),
  image: v.string(),
  command: v.optional(v.array(v.string())),
  args: v.optional(v.array(v.string())),
  workingDir: v.optional(v.string()),
  ports: v.optional(v.array(v.object({ containerPort: v.number(), name: v.optional(v.string()) })), []),
});
type Container = v.InferOutput<typeof Container>;

export interface ProcessRuntimeOptions {
  /** for images and what containers write */
  readonly folder: string;
  /** PATH with a node and a python3, and what little else processes get of this machine */
  readonly machine: Readonly<Record<string, string>>;
  /** where an image's name leads: the registry on loopback */
  readonly locate: (image: Reference) => Reference;
  /** what a value of the environment that names a Service becomes here */
  readonly rewrite: (pod: KubeObject, value: string) => Promise<string>;
}

interface Held {
  /** port of the container → port of this machine */
  readonly ports: Map<number, number>;
}

/** Runs pods as processes of this machine: images by digest from the registry, a port of its own for each. */
export class ProcessRuntime implements PodRuntime {
  readonly #options: ProcessRuntimeOptions;
  readonly #images: ImageStore;
  readonly #pulled = new Map<string, PulledImage>();
  readonly #pods = new Map<string, Held>();
  readonly #running = new Set<ChildProcess>();
  #serial = 0;

  constructor(options: ProcessRuntimeOptions) {
    this.#options = options;
    this.#images = new ImageStore(join(options.folder, "images"));
  }

  pull({ image }: Parameters<PodRuntime["pull"]>[0], answer: (pulled: Pulled) => void): () => void {
    let wanted = true;
    const say = (pulled: Pulled) => {
      if (wanted) answer(pulled);
    };
    const reference = this.#options.locate(parseReference(image));
    this.#images.pull(reference).then(
      (pulled) => {
        this.#pulled.set(image, pulled);
        say({ ok: true, imageId: `${reference.registry}/${reference.name}@${pulled.digest}` });
      },
      (cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        const words =
          cause instanceof ImageNotFound
            ? `failed to resolve reference "${image}": ${image}: not found`
            : `failed to pull image "${image}": ${why}`;
        say({
          ok: false,
          reason: "ErrImagePull",
          message: `rpc error: code = ${cause instanceof ImageNotFound ? "NotFound" : "Unknown"} desc = ${words}`,
        });
      },
    );
    return () => {
      wanted = false;
    };
  }

  start(what: ContainerStart, tell: ContainerListener): RunningContainer {
    const container = v.parse(Container, what.container);
    this.#serial += 1;
    const id = `process://${what.pod.metadata.uid ?? ""}/${what.name}/${this.#serial}`;
    const folder = join(this.#options.folder, "containers", `${what.pod.metadata.name}-${what.name}-${this.#serial}`);
    const running = new ProcessContainer(id, folder, (port) => this.#port(what.pod, container, port));
    this.#prepare(what, container, folder).then(
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

  async #prepare(what: ContainerStart, container: Container, folder: string): Promise<ProcessPlan> {
    const { pod } = what;
    const image = this.#pulled.get(container.image);
    if (!image) throw new Error(`the image ${container.image} was not pulled`);
    cpSync(image.root, folder, { recursive: true, verbatimSymlinks: true });
    for (const { path, content } of what.files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const held = this.#pods.get(pod.metadata.uid ?? "") ?? { ports: new Map<number, number>() };
    this.#pods.set(pod.metadata.uid ?? "", held);
    const rewritten: Record<string, string> = {};
    for (const [name, value] of Object.entries(what.environment))
      rewritten[name] = await this.#options.rewrite(pod, value);
    const [first] = container.ports;
    // the image's own PORT tells the port of a container that declares none
    const declared = container.ports.map((port) => port.containerPort);
    const implied = Number(
      rewritten["PORT"] ?? image.env.find((pair) => pair.startsWith("PORT="))?.slice("PORT=".length),
    );
    for (const port of declared.length > 0 ? declared : Number.isInteger(implied) ? [implied] : [])
      held.ports.set(port, await freePort());
    const main = first?.containerPort ?? implied;
    const local = held.ports.get(main);
    const { command, args, workingDir } = container;
    return planProcess(
      image,
      folder,
      {
        environment: { ...rewritten, ...(local === undefined ? {} : { PORT: String(local) }) },
        ...(command ? { command } : {}),
        ...(args ? { args } : {}),
        ...(workingDir ? { workingDir } : {}),
      },
      this.#options.machine,
    );
  }

  #port(pod: KubeObject, container: Container, port: number | string): number | undefined {
    const number = typeof port === "number" ? port : container.ports.find((item) => item.name === port)?.containerPort;
    return number === undefined ? undefined : this.#pods.get(pod.metadata.uid ?? "")?.ports.get(number);
  }

  dial(pod: KubeObject, port: number): Promise<Duplex> {
    const local = this.#pods.get(pod.metadata.uid ?? "")?.ports.get(port);
    return new Promise((resolve, reject) => {
      if (local === undefined) {
        reject(new Error(`dial tcp 127.0.0.1:${port}: connect: connection refused`));
        return;
      }
      const socket = connect({ host: "127.0.0.1", port: local });
      socket.once("connect", () => resolve(socket));
      socket.once("error", reject);
    });
  }

  forget(pod: KubeObject): void {
    this.#pods.delete(pod.metadata.uid ?? "");
  }

  /** Ends every process at once, for the end of a rehearsal. */
  end(): void {
    for (const child of this.#running) if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
  }
}
