import { mkdir, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import type { ContainerStart } from "../cluster/controllers/kubelet/pod-runtime.ts";
import { at } from "../cluster/json/path.ts";
import type { KubeObject } from "../cluster/object.ts";
import { parseReference } from "../images/push.ts";
import { type ProcessPlan, planProcess } from "./command.ts";
import { type Container, memoryLimit } from "./container-spec.ts";
import type { ImageStandIns } from "./image-stand-in.ts";
import type { PulledImage } from "./image-store.ts";
import type { PodPorts } from "./ports.ts";
import { makeRoot } from "./root-folder.ts";
import { mountVolumes, type VolumePlaces } from "./volumes.ts";

export interface PreparationOptions {
  readonly standIns: ImageStandIns;
  readonly ports: PodPorts;
  /** PATH with a node and a python3, and what little else processes get of this machine */
  readonly machine: Readonly<Record<string, string>>;
  /** what a value of the environment that names a Service becomes here */
  readonly rewrite: (pod: KubeObject, value: string) => Promise<string>;
  readonly pulled: (image: string) => PulledImage;
}

export interface ContainerPlaces extends VolumePlaces {
  /** the container's root, for this start only */
  readonly root: string;
}

const placeholder = join(import.meta.dirname, `placeholder/main${extname(import.meta.filename)}`);

const portOf = ({ env }: PulledImage) => env.find((pair) => pair.startsWith("PORT="))?.slice("PORT=".length);

/** A Job's pod is to end, any other is to stay. */
const isTask = (pod: KubeObject) => ["Never", "OnFailure"].includes(String(at(pod, "spec", "restartPolicy")));

/** Gets everything ready that a container's process needs to start: its folder, ports, variables, command. */
export class Preparation {
  readonly #options: PreparationOptions;

  constructor(options: PreparationOptions) {
    this.#options = options;
  }

  async plan(what: ContainerStart, container: Container, places: ContainerPlaces): Promise<ProcessPlan> {
    const { pod } = what;
    const { standIns, ports } = this.#options;
    const standIn = standIns.for(parseReference(container.image));
    await mkdir(places.namespace, { recursive: true });
    const wishes = standIns.environment(container.name, what.environment, places.namespace);
    const environment = await this.#rewritten(pod, wishes);
    const implied = environment["PORT"] ?? (standIn ? undefined : portOf(this.#options.pulled(container.image)));
    const opened = await ports.open(pod, container, implied);
    const [main] = opened.values();
    const port = main === undefined ? {} : { PORT: String(main) };
    await mkdir(places.root, { recursive: true });
    if (!standIn) return this.#imagePlan(what, container, { ...environment, ...port }, places);
    const { machine } = this.#options;
    const waits = ["node", placeholder, standIn.image, ...(isTask(pod) ? [] : [...opened.values()].map(String))];
    const [command = "", ...args] = standIn.command ?? waits;
    const env = { ...machine, ...environment, ...standIn.env, ...port, PATH: machine["PATH"] ?? "" };
    return { command, args, cwd: places.root, env, standIn: true };
  }

  async #imagePlan(
    what: ContainerStart,
    container: Container,
    environment: Readonly<Record<string, string>>,
    places: ContainerPlaces,
  ): Promise<ProcessPlan> {
    const { root } = places;
    const image = this.#options.pulled(container.image);
    const { command, args, workingDir, volumeMounts } = container;
    const mounts = volumeMounts.map(({ mountPath }) => mountPath);
    await makeRoot(image.root, root, { readOnly: container.securityContext.readOnlyRootFilesystem, mounts });
    await mountVolumes(root, what.pod, volumeMounts, places);
    for (const { path, content } of what.files) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    const wishes = {
      environment,
      ...(command ? { command } : {}),
      ...(args ? { args } : {}),
      ...(workingDir ? { workingDir } : {}),
    };
    const plan = planProcess(image, root, wishes, this.#options.machine);
    await mkdir(plan.cwd, { recursive: true });
    const limit = memoryLimit(container);
    return { ...plan, ...(limit === undefined ? {} : { memoryLimit: limit }) };
  }

  async #rewritten(pod: KubeObject, own: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const rewritten: Record<string, string> = {};
    for (const [name, value] of Object.entries(own)) rewritten[name] = await this.#options.rewrite(pod, value);
    return rewritten;
  }
}
