import { readdir, rm, stat, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { EngineFailure } from "../failure.ts";
import { must, run } from "../host/run.ts";
import type { Progress } from "../progress.ts";
import { contentHash, exists, once } from "./content.ts";

/** One Go module and what is built from it. */
interface Module {
  readonly name: string;
  /** program → package */
  readonly programs: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** further names of a program that goes by how it is called */
  readonly links?: Readonly<Record<string, readonly string[]>>;
}

const version = "k8s.io/component-base/version";

const modules: readonly Module[] = [
  {
    name: "kubernetes",
    programs: { kubernetes: ".", coredns: "./coredns" },
    // what /version answers, and by which clients judge whether they are too old or too new
    flags: [`-X ${version}.gitVersion=v1.34.4`, `-X ${version}.gitMajor=1`, `-X ${version}.gitMinor=34`],
    links: {
      kubernetes: [
        ...["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"],
        "kubectl",
      ],
    },
  },
  {
    name: "docker",
    // without these the clients call themselves development versions
    flags: [
      "-X github.com/docker/buildx/version.Version=v0.28.0",
      "-X github.com/docker/compose/v2/internal.Version=v2.40.0",
      "-X github.com/moby/buildkit/version.Version=v0.24.0",
    ],
    programs: {
      "docker-buildx": "github.com/docker/buildx/cmd/buildx",
      buildkitd: "github.com/moby/buildkit/cmd/buildkitd",
      "docker-compose": "github.com/docker/compose/v2/cmd",
    },
  },
  {
    name: "metrics",
    programs: { "metrics-server": "sigs.k8s.io/metrics-server/cmd/metrics-server" },
  },
  { name: "images", programs: { pause: "./pause", probe: "./probe" } },
];

/** Programs of one suite only, built when it first asks: `engine up` is not longer for them. */
const onDemand = {
  "state-metrics": { name: "state-metrics", programs: { "kube-state-metrics": "k8s.io/kube-state-metrics/v2" } },
} as const satisfies Readonly<Record<string, Module>>;

export interface Programs {
  /** the folders that hold them, for PATH */
  readonly folders: readonly string[];
  /** of the module `images`: what goes into images */
  readonly forImages: string;
  readonly dockerPlugins: readonly string[];
}

const sources = join(import.meta.dirname, "../go");

/** Builds what is not in the cache. Minutes when nothing is, milliseconds when all is. */
export async function buildPrograms(cache: string, progress: Progress): Promise<Programs> {
  const folders = new Map(modules.map((module) => [module.name, folderFor(cache, module)]));
  const missing = [];
  for (const module of modules) if (!(await exists(folderFor(cache, module)))) missing.push(module);
  if (missing.length > 0) await build(cache, missing, progress);
  for (const path of folders.values()) await utimes(path, new Date(), new Date());
  await removeOld(cache);
  const folder = (name: string) => folders.get(name) ?? "";
  return {
    folders: [folder("kubernetes"), folder("docker"), folder("metrics")],
    forImages: folder("images"),
    dockerPlugins: [join(folder("docker"), "docker-buildx"), join(folder("docker"), "docker-compose")],
  };
}

/** The folder that holds the programs of a module that the engine itself does without. */
export async function buildOnDemand(cache: string, name: keyof typeof onDemand, progress: Progress): Promise<string> {
  const module = onDemand[name];
  const folder = folderFor(cache, module);
  if (!(await exists(folder))) await build(cache, [module], progress);
  return folder;
}

function folderFor(cache: string, module: Module): string {
  return join(cache, "programs", `${module.name}-${contentHash([join(sources, module.name)], module)}`);
}

async function build(cache: string, missing: readonly Module[], progress: Progress): Promise<void> {
  if ((await run(["go", "version"])).code !== 0) {
    throw new EngineFailure(
      `expected Go on PATH to build ${missing.map((module) => module.name).join(", ")}, and found none`,
      "install Go 1.26.4 or later, or use an existing cluster: npm run engine up -- --cluster CONTEXT",
    );
  }
  const env = goEnvironment(cache);
  // the network works for the next module while the processors work for this one
  const downloads = new Map<string, Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  for (const module of missing) {
    last = last.then(() =>
      run(["go", "list", "-deps", ...Object.values(module.programs)], { cwd: join(sources, module.name), env }),
    );
    downloads.set(module.name, last);
  }
  for (const module of missing) {
    await downloads.get(module.name);
    const names = Object.keys(module.programs).join(", ");
    await progress.during(`building ${names}`, () => buildModule(cache, module, env));
  }
}

async function buildModule(cache: string, module: Module, env: NodeJS.ProcessEnv): Promise<void> {
  await once(folderFor(cache, module), async (folder) => {
    for (const [name, source] of Object.entries(module.programs)) {
      const flags = ["-s", "-w", ...(module.flags ?? [])].join(" ");
      const command = ["go", "build", "-trimpath", `-ldflags=${flags}`, "-o", join(folder, name), source] as const;
      await must(command, { cwd: join(sources, module.name), env });
      for (const link of module.links?.[name] ?? []) await symlink(name, join(folder, link));
    }
  });
}

/** Static programs, and Go's own caches beside ours unless the caller has chosen places: HOME may be empty. */
function goEnvironment(cache: string): NodeJS.ProcessEnv {
  const own = { GOPATH: join(cache, "go"), GOCACHE: join(cache, "go/build"), GOFLAGS: "-buildvcs=false" };
  return { ...own, ...process.env, CGO_ENABLED: "0" };
}

/** Builds that nobody has used for a month only fill the disk. */
async function removeOld(cache: string): Promise<void> {
  const month = 30 * 24 * 3600 * 1000;
  const folder = join(cache, "programs");
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > month) await rm(path, { recursive: true, force: true });
  }
}
