import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rehearsal } from "../../config/index.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { type GitHub, startGitHub } from "./github/server.ts";
import type { Reference } from "./images/push.ts";
import type { Injection } from "./inject.ts";
import { prepareMachine } from "./machine.ts";
import { type Note, Notes } from "./notes.ts";
import { openOutside, type PackageSettings } from "./outside.ts";
import type { LoopbackServices } from "./pods/services.ts";
import { type Registry, startRegistry } from "./registry/server.ts";
import { startStandInCluster } from "./stand-in-cluster.ts";

export interface WorldOptions {
  /** everything the world keeps lives here */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** the Node that runs this */
  readonly node: string;
  /** the stand-in `docker`'s entry */
  readonly docker: string;
  /** kept between rehearsals; nothing is where it is absent */
  readonly cache?: string;
  /** images that the pipeline does not build, and what runs instead */
  readonly images?: Pick<Rehearsal, "standIns" | "containers">;
  /** whose API the steps ask; without it there is none */
  readonly github?: GitHubFacts;
  /** how this machine's package managers find their registries, once that is known */
  readonly packages?: Promise<PackageSettings>;
  readonly injections?: readonly Injection[];
  /** a RUN line of a Dockerfile that cannot be run here fails its build */
  readonly strict?: boolean;
}

export interface GitHubFacts {
  /** `acme/shop` */
  readonly name: string;
  /** the folder of the repository */
  readonly repository: string;
  readonly token: string;
}

/** A part of the world as the report names it. */
export interface WorldPart {
  readonly part: string;
  readonly how: "real" | "stand-in";
  readonly what: string;
}

/** Everything outside of the workflow: registry, cluster, GitHub's API, the way out, tools on a PATH. */
export interface World {
  readonly registry: Registry;
  readonly cluster: Cluster;
  readonly kubeconfig: string;
  readonly github: GitHub | undefined;
  /** what steps get of this machine, and nothing else of its environment */
  readonly machine: Readonly<Record<string, string>>;
  readonly services: LoopbackServices;
  readonly parts: readonly WorldPart[];
  /** From now on what `injections` asks for goes wrong. */
  arm(): void;
  /** when the runner of a job goes, where `injections` asks for that */
  lost(job: string, environment: string | undefined): AbortSignal | undefined;
  /** what a reader of the report should know: lines that were not run, values that were rewritten, requests nobody answered */
  notes(): Promise<readonly Note[]>;
  stop(): Promise<void>;
}

const isLoopback = (registry: string) => registry.startsWith("127.") || registry.startsWith("localhost");

const standIns: readonly WorldPart[] = [
  { part: "docker", how: "stand-in", what: "images are built from their Dockerfiles without an engine" },
  { part: "scanner", how: "stand-in", what: "recorded reports: nothing is scanned" },
  { part: "registry", how: "stand-in", what: "a registry of its own on loopback" },
  { part: "cluster", how: "stand-in", what: "a Kubernetes API of its own, pods as processes of this machine" },
  {
    part: "advisories",
    how: "stand-in",
    what: "recorded ones, about packages that do not exist; everything else of a registry is real",
  },
];

const named = (images: WorldOptions["images"]): readonly WorldPart[] =>
  Object.entries(images?.standIns ?? {}).map(([image, { instead }]) => ({
    part: image,
    how: "stand-in",
    what: instead,
  }));

export async function startWorld(options: WorldOptions): Promise<World> {
  const { folder, cache, env, injections = [] } = options;
  const packages = options.packages ?? Promise.resolve({ env: {}, hosts: [] });
  const scratch = join(folder, "scratch");
  for (const path of [join(folder, "docker-config"), scratch]) await mkdir(path, { recursive: true });
  const notesFile = join(folder, "notes.jsonl");
  const notes = new Notes(notesFile);
  const base = await prepareMachine({
    folder,
    env,
    node: options.node,
    docker: options.docker,
    ...(cache === undefined ? {} : { cache }),
  });
  const [registry, outside] = await Promise.all([
    startRegistry({ folder: join(folder, "registry") }),
    openOutside({
      folder,
      env,
      packages,
      asked: (what) => notes.add("advisories", `${what}: answered from recorded ones`),
    }),
  ]);
  const github = options.github && (await openGitHub(options.github, base, folder, notes));
  const { cluster, services, arm, lost, stop } = await startStandInCluster({
    folder: join(folder, "pods"),
    machine: base,
    locate: (image: Reference) => (isLoopback(image.registry) ? image : { ...image, registry: registry.address }),
    images: options.images ?? {},
    injections,
  });
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  const finding = injections.find((injection) => injection.kind === "finding");
  return {
    registry,
    cluster,
    kubeconfig,
    github,
    services,
    parts: [...standIns, ...(github ? [gitHubPart] : []), ...named(options.images)],
    machine: {
      ...base,
      ...outside.variables,
      KUBECONFIG: kubeconfig,
      DOCKER_CONFIG: join(folder, "docker-config"),
      // whatever speaks to a Docker engine by itself finds none, never the user's
      DOCKER_HOST: "unix:///dev/null",
      // images of any registry are asked for at the one on loopback
      TIDEGATE_REGISTRY_MIRROR: registry.address,
      TIDEGATE_REHEARSAL_REGISTRY: registry.address,
      TIDEGATE_REHEARSAL_SCRATCH: scratch,
      TIDEGATE_REHEARSAL_NOTES: notesFile,
      ...(cache === undefined ? {} : { TIDEGATE_REHEARSAL_CACHE: cache }),
      ...(options.strict ? { TIDEGATE_REHEARSAL_STRICT: "1" } : {}),
      ...(finding ? { TIDEGATE_REHEARSAL_FINDING: finding.service } : {}),
    },
    arm,
    lost,
    notes: async () => [
      ...[...services.rewritten].map(([from, to]) => ({ about: "addresses", text: `${from} is ${to}` })),
      ...(await notes.all()),
    ],
    stop: async () => {
      await stop();
      await Promise.all([registry.stop(), outside.stop(), github?.stop()]);
    },
  };
}

const gitHubPart: WorldPart = { part: "GitHub", how: "stand-in", what: "its API over a copy of the repository" };

async function openGitHub(
  { name, repository, token }: GitHubFacts,
  env: Readonly<Record<string, string>>,
  folder: string,
  notes: Notes,
): Promise<GitHub> {
  return startGitHub({
    name,
    repository,
    token,
    folder: join(folder, "github"),
    env,
    now: () => new Date(),
    unanswered: (request) => notes.add("GitHub", `${request}: not rehearsed, answered 501`),
  });
}
