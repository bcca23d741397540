import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rehearsal } from "../../config/index.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { type GitHub, startGitHub } from "./github/server.ts";
import type { Reference } from "./images/push.ts";
import { type Injection, injectionText } from "./inject.ts";
import { prepareMachine } from "./machine.ts";
import { type Note, Notes } from "./notes.ts";
import { openOutside, type PackageSettings } from "./outside.ts";
import { type Real, type RealPart, realParts } from "./real.ts";
import { dockerVariables } from "./real-docker.ts";
import { type Registry, startRegistry } from "./registry/server.ts";
import { startStandInCluster } from "./stand-in-cluster.ts";
import { Started } from "./started.ts";

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
  readonly real?: RealWorld;
  /** a RUN line of a Dockerfile that cannot be run here fails its build */
  readonly strict?: boolean;
}

/** What `--real` swaps in. */
export interface RealWorld {
  readonly parts: Real;
  /** the real registry, as images are named there: `127.0.0.1:5000` */
  readonly registry?: string;
  /** of the real cluster, with everything in it */
  readonly kubeconfig?: string;
}

export interface GitHubFacts {
  /** `acme/shop` */
  readonly name: string;
  /** the folder of the repository */
  readonly repository: string;
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
  /** where images are pushed to: the stand-in's, or the real registry's */
  readonly registryAddress: string;
  /** the stand-in; the real one is reached by its kubeconfig alone */
  readonly cluster: Cluster | undefined;
  readonly kubeconfig: string;
  readonly github: GitHub | undefined;
  /** what steps get of this machine, and nothing else of its environment */
  readonly machine: Readonly<Record<string, string>>;
  readonly parts: readonly WorldPart[];
  /** From now on what `injections` asks for goes wrong. */
  arm(): void;
  /** when the runner of a job goes, where `injections` asks for that; `over`: the job is at its end */
  lost(job: string, environment: string | undefined, over: AbortSignal): AbortSignal | undefined;
  /** what a reader of the report should know: lines that were not run, values that were rewritten, requests nobody answered */
  notes(): Promise<readonly Note[]>;
  stop(): Promise<void>;
}

const isLoopback = (registry: string) => registry.startsWith("127.") || registry.startsWith("localhost");

const told: Readonly<Record<RealPart, readonly [part: string, standIn: string, real: string]>> = {
  docker: ["docker", "images are built from their Dockerfiles without an engine", "this machine's Docker engine"],
  scanner: ["scanner", "recorded reports: nothing is scanned", "the scanner's own image"],
  registry: ["registry", "a registry of its own on loopback", "what is pushed stays there after the rehearsal"],
  kubernetes: [
    "cluster",
    "a Kubernetes API of its own, pods as processes of this machine",
    "what is deployed stays there after the rehearsal",
  ],
  audit: [
    "advisories",
    "recorded ones, about packages that do not exist; everything else of a registry is real",
    "npm's, PyPI's and OSV's own",
  ],
};

const partsOf = (real: Real): readonly WorldPart[] =>
  realParts.map((name) => {
    const [part, standIn, truth] = told[name];
    return real.has(name) ? { part, how: "real", what: truth } : { part, how: "stand-in", what: standIn };
  });

const named = (images: WorldOptions["images"]): readonly WorldPart[] =>
  Object.entries(images?.standIns ?? {}).map(([image, { instead }]) => ({
    part: image,
    how: "stand-in",
    what: instead,
  }));

export async function startWorld(options: WorldOptions): Promise<World> {
  const started = new Started();
  try {
    return await worldOf(options, started);
  } catch (cause) {
    await started.stop();
    throw cause;
  }
}

async function worldOf(options: WorldOptions, started: Started): Promise<World> {
  const { folder, cache, env, injections = [] } = options;
  const { parts: real, ...reality }: RealWorld = options.real ?? { parts: new Set() };
  const packages = options.packages ?? Promise.resolve({ env: {}, hosts: [] });
  const scratch = join(folder, "scratch");
  await mkdir(scratch, { recursive: true });
  const notesFile = join(folder, "notes.jsonl");
  const notes = new Notes(notesFile);
  const base = await prepareMachine({
    folder,
    env,
    node: options.node,
    ...(real.has("scanner") ? {} : { docker: options.docker }),
    ...(cache === undefined ? {} : { cache }),
  });
  const [registry, outside, docker] = await Promise.all([
    started.add(startRegistry({ folder: join(folder, "registry") })),
    real.has("audit")
      ? undefined
      : started.add(
          openOutside({
            folder,
            env,
            packages,
            asked: (what) => notes.add("advisories", `${what}: answered from recorded ones`),
          }),
        ),
    dockerVariables(real.has("docker"), join(folder, "docker-config"), env),
  ]);
  const registryAddress = reality.registry ?? registry.address;
  const github = options.github && (await started.add(openGitHub(options.github, base, folder, notes)));
  const standIn = real.has("kubernetes")
    ? undefined
    : await started.add(
        startStandInCluster({
          folder: join(folder, "pods"),
          machine: base,
          locate: (image: Reference) => (isLoopback(image.registry) ? image : { ...image, registry: registryAddress }),
          images: options.images ?? {},
          injections,
          remark: (text) => notes.add("memory", text),
        }),
      );
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, standIn?.cluster.kubeconfig ?? reality.kubeconfig ?? "", { mode: 0o600 });
  const finding = injections.find((injection) => injection.kind === "finding");
  return {
    registry,
    registryAddress,
    cluster: standIn?.cluster,
    kubeconfig,
    github,
    parts: [...partsOf(real), ...(github ? [gitHubPart] : []), ...(standIn ? named(options.images) : [])],
    machine: {
      ...base,
      ...outside?.variables,
      ...docker,
      KUBECONFIG: kubeconfig,
      // images of any registry are asked for at the one on loopback
      ...(real.has("registry") ? {} : { TIDEGATE_REGISTRY_MIRROR: registry.address }),
      TIDEGATE_REHEARSAL_REGISTRY: registryAddress,
      TIDEGATE_REHEARSAL_SCRATCH: scratch,
      TIDEGATE_REHEARSAL_NOTES: notesFile,
      ...(cache === undefined ? {} : { TIDEGATE_REHEARSAL_CACHE: cache }),
      ...(options.strict ? { TIDEGATE_REHEARSAL_STRICT: "1" } : {}),
      ...(finding ? { TIDEGATE_REHEARSAL_FINDING: finding.service } : {}),
    },
    arm: () => standIn?.arm(),
    lost: (job, environment, over) => standIn?.lost(job, environment, over),
    notes: async () => [
      ...[...(standIn?.services.rewritten ?? [])].map(([from, to]) => ({
        about: "addresses",
        text: `${from} is ${to}`,
      })),
      ...(await notes.all()),
      ...(standIn?.unfinished() ?? []),
      ...(standIn?.struck() ?? []),
      ...(standIn?.missed() ?? []).filter(({ kind }) => kind !== "finding").map(missedNote),
    ],
    stop: () => started.stop(),
  };
}

const missedNote = (injection: Injection): Note => ({
  about: "inject",
  text: `${injectionText(injection)} met nothing to strike: ${
    injection.kind === "kill"
      ? "no release was begun by that job"
      : injection.kind === "api"
        ? "too few requests were made of the cluster"
        : "no pod of that name was started there from an image that was not there before"
  }`,
});

const gitHubPart: WorldPart = { part: "GitHub", how: "stand-in", what: "its API over a copy of the repository" };

async function openGitHub(
  { name, repository }: GitHubFacts,
  env: Readonly<Record<string, string>>,
  folder: string,
  notes: Notes,
): Promise<GitHub> {
  return startGitHub({
    name,
    repository,
    folder: join(folder, "github"),
    env,
    now: () => new Date(),
    remark: (request, what) => notes.add("GitHub", `${request}: ${what}`),
  });
}
