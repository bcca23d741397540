import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { dirname, extname, join } from "node:path";
import type { Duplex } from "node:stream";
import * as v from "valibot";
import type {
  ContainerListener,
  ContainerStart,
  PodRuntime,
  Pulled,
  RunningContainer,
} from "../cluster/controllers/kubelet/pod-runtime.ts";
import { at } from "../cluster/json/path.ts";
import type { KubeObject } from "../cluster/object.ts";
import type { ExecStreams } from "../cluster/pod-access.ts";
import { parseReference, type Reference } from "../images/push.ts";
import { digestOf } from "../registry/digest.ts";
import { type ProcessPlan, planProcess } from "./command.ts";
import { ImageStandIns, type Standing } from "./image-stand-in.ts";
import { ImageNotFound, ImageStore, type PulledImage } from "./image-store.ts";
import { freePort } from "./ports.ts";
import { killGroup, ProcessContainer } from "./process-container.ts";
import { makeRoot } from "./root-folder.ts";
import { type Tamper, type Tampering, untouched } from "./tamper.ts";
import { mountVolumes } from "./volumes.ts";

const Container = v.object({
  name: v.string(),
  image: v.string(),
  command: v.optional(v.array(v.string())),
  args: v.optional(v.array(v.string())),
  workingDir: v.optional(v.string()),
  ports: v.optional(v.array(v.object({ containerPort: v.number(), name: v.optional(v.string()) })), []),
  volumeMounts: v.optional(
    v.array(v.object({ name: v.string(), mountPath: v.string(), subPath: v.optional(v.string()) })),
    [],
  ),
  securityContext: v.optional(v.object({ readOnlyRootFilesystem: v.optional(v.boolean(), false) }), {}),
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
  /** images that nothing here builds, and what runs instead */
  readonly standIns?: ImageStandIns;
  /** faults that were asked for */
  readonly tamper?: Tamper;
}

const placeholder = join(import.meta.dirname, `placeholder/main${extname(import.meta.filename)}`);

/** What is known of an image that has a stand-in: nothing. */
const placeholderImage: PulledImage = { digest: "", root: "", env: [], entrypoint: [], command: [], workingDir: "/" };

const portOf = ({ env }: PulledImage) => env.find((pair) => pair.startsWith("PORT="))?.slice("PORT=".length);

/** A Job's pod is to end, any other is to stay. */
const isTask = (pod: KubeObject) => ["Never", "OnFailure"].includes(String(at(pod, "spec", "restartPolicy")));

interface Held {
  /** port of the container → port of this machine */
  readonly ports: Map<number, number>;
}

/** Runs pods as processes of this machine: images by digest from the registry, a port of its own for each. */
export class ProcessRuntime implements PodRuntime {
  readonly #options: ProcessRuntimeOptions;
  readonly #images: ImageStore;
  readonly #standIns: ImageStandIns;
  readonly #pulled = new Map<string, PulledImage>();
  readonly #pods = new Map<string, Held>();
  readonly #running = new Set<ChildProcess>();
  /** the last start of each container, by the pod's uid and its name */
  readonly #containers = new Map<string, ProcessContainer>();
  #serial = 0;

  constructor(options: ProcessRuntimeOptions) {
    this.#options = options;
    this.#images = new ImageStore(join(options.folder, "images"));
    this.#standIns = options.standIns ?? new ImageStandIns({});
  }

  #tampering(pod: KubeObject, container: Container): Tampering {
    return (this.#options.tamper ?? untouched)(pod, container);
  }

  pull({ image, pod, container }: Parameters<PodRuntime["pull"]>[0], answer: (pulled: Pulled) => void): () => void {
    let wanted = true;
    const say = (pulled: Pulled) => {
      if (wanted) answer(pulled);
    };
    const named = parseReference(image);
    if (this.#standIns.for(named)) {
      // the digest that was asked for: what is deployed is what production would get, only its process is another
      say({ ok: true, imageId: `${named.registry}/${named.name}@${named.digest ?? digestOf(Buffer.from(image))}` });
      return () => {};
    }
    const reference = this.#options.locate(named);
    const missing = this.#tampering(pod, v.parse(Container, container)).missing;
    const pulling = missing ? Promise.reject(new ImageNotFound(image)) : this.#images.pull(reference);
    pulling.then(
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
    const tampering = this.#tampering(what.pod, container);
    const running = new ProcessContainer(id, folder, (port) => this.#port(what.pod, container, port), tampering);
    this.#containers.set(`${what.pod.metadata.uid}/${what.name}`, running);
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
    const standIn = this.#standIns.for(parseReference(container.image));
    const image = standIn ? placeholderImage : this.#pulled.get(container.image);
    if (!image) throw new Error(`the image ${container.image} was not pulled`);
    const data = join(this.#options.folder, "data", pod.metadata.namespace ?? "default");
    await mkdir(data, { recursive: true });
    const environment = await this.#environment(
      pod,
      this.#standIns.environment(container.name, what.environment, data),
    );
    const ports = await this.#listen(pod, container, environment["PORT"] ?? portOf(image));
    await mkdir(folder, { recursive: true });
    if (standIn) return this.#standInPlan(standIn, pod, { folder, environment, ports: [...ports.values()] });
    const mounts = container.volumeMounts.map(({ mountPath }) => mountPath);
    await makeRoot(image.root, folder, { readOnly: container.securityContext.readOnlyRootFilesystem, mounts });
    await mountVolumes(folder, pod, container.volumeMounts, { pod: this.#podFolder(pod), namespace: data });
    for (const { path, content } of what.files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const [main] = ports.values();
    const { command, args, workingDir } = container;
    const plan = planProcess(
      image,
      folder,
      {
        environment: { ...environment, ...(main === undefined ? {} : { PORT: String(main) }) },
        ...(command ? { command } : {}),
        ...(args ? { args } : {}),
        ...(workingDir ? { workingDir } : {}),
      },
      this.#options.machine,
    );
    await mkdir(plan.cwd, { recursive: true });
    return plan;
  }

  #standInPlan(
    standIn: Standing,
    pod: KubeObject,
    at: {
      readonly folder: string;
      readonly environment: Readonly<Record<string, string>>;
      readonly ports: readonly number[];
    },
  ): ProcessPlan {
    const { machine } = this.#options;
    const [main] = at.ports;
    const waits = ["node", placeholder, standIn.image, ...(isTask(pod) ? [] : at.ports.map(String))];
    const [command = "", ...args] = standIn.command ?? waits;
    const port = main === undefined ? {} : { PORT: String(main) };
    const env = { ...machine, ...at.environment, ...standIn.env, ...port, PATH: machine["PATH"] ?? "" };
    return { command, args, cwd: at.folder, env, standIn: true };
  }

  async #environment(pod: KubeObject, own: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const rewritten: Record<string, string> = {};
    for (const [name, value] of Object.entries(own)) rewritten[name] = await this.#options.rewrite(pod, value);
    return rewritten;
  }

  /** A port of this machine for each port of the container; one that declares none is told by its `PORT`. */
  async #listen(
    pod: KubeObject,
    container: Container,
    implied: string | undefined,
  ): Promise<ReadonlyMap<number, number>> {
    const uid = pod.metadata.uid ?? "";
    const held = this.#pods.get(uid) ?? { ports: new Map<number, number>() };
    this.#pods.set(uid, held);
    const declared = container.ports.map((port) => port.containerPort);
    const wanted = declared.length > 0 ? declared : /^\d+$/.test(implied ?? "") ? [Number(implied)] : [];
    const own = new Map<number, number>();
    for (const port of wanted) own.set(port, await freePort());
    for (const [port, local] of own) held.ports.set(port, local);
    return own;
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

  async exec(pod: KubeObject, container: string, command: readonly string[], streams: ExecStreams): Promise<number> {
    const running = this.#containers.get(`${pod.metadata.uid}/${container}`);
    if (running) return running.exec(command, streams);
    streams.stderr.write(`the container ${container} has not started\n`);
    return 126;
  }

  #podFolder(pod: KubeObject): string {
    return join(this.#options.folder, "volumes", pod.metadata.uid ?? "");
  }

  forget(pod: KubeObject): void {
    rmSync(this.#podFolder(pod), { recursive: true, force: true });
    this.#pods.delete(pod.metadata.uid ?? "");
    for (const key of this.#containers.keys()) if (key.startsWith(`${pod.metadata.uid}/`)) this.#containers.delete(key);
  }

  /** Ends every process at once, for the end of a rehearsal. */
  end(): void {
    for (const container of this.#containers.values()) container.endBeside();
    for (const child of this.#running) if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
  }
}
