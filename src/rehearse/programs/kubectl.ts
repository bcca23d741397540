import { createHash, randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

export const kubectlVersion = "1.34.4";

/** dl.k8s.io publishes each beside its program; taken from the list that Kubespray keeps of them, which can be looked up. */
const checksums: Readonly<Record<string, string>> = {
  "linux-x64": "d50c359d95e0841eaad08ddc27c7be37cba8fdccfba5c8e2ded65e121ff112db",
  "linux-arm64": "5b982c0644ab1e27780246b9085a5886651b4a7ed86243acbb2bacc1bea01dda",
};
const publishedIn =
  "https://github.com/kubernetes-sigs/kubespray/blob/005bdce7f1867958838a2d0bb4f7e67893d98f64/roles/kubespray_defaults/vars/main/checksums.yml";

/** Where a fetched one is kept between rehearsals. */
const keptKubectl = (cache: string): string => join(cache, "programs", `kubectl-${kubectlVersion}`, "kubectl");

/** The workflow speaks of a cluster: a guess, for scripts may do so alone. One too many costs a download, once. */
export const speaksOfCluster = (workflow: string): boolean => /kube|kustomize/i.test(workflow);

type Environment = Readonly<Record<string, string | undefined>>;

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const isInstalled = (path: string | undefined): boolean =>
  (path ?? "").split(delimiter).some((folder) => folder !== "" && isProgram(join(folder, "kubectl")));

/** The program that steps get as kubectl, where the machine has none of its own. */
export function fetchedKubectl(env: Environment, cache: string): string | undefined {
  const kept = keptKubectl(cache);
  return !isInstalled(env["PATH"]) && existsSync(kept) ? kept : undefined;
}

export interface KubectlRequest {
  readonly env: Environment;
  /** kept between rehearsals */
  readonly cache: string;
  readonly fetch: typeof globalThis.fetch;
  /** `linux-x64` */
  readonly platform: string;
  /** by platform, where not those above */
  readonly checksums?: Readonly<Record<string, string>>;
  /** nobody waits for it any more */
  readonly signal?: AbortSignal;
}

export type Kubectl =
  | { readonly kind: "installed" | "kept" }
  | { readonly kind: "fetched"; readonly from: string }
  | { readonly kind: "missing"; readonly why: string };

/** Before the network is closed: fetches kubectl where the machine has none. What has another checksum is not kept. */
export async function provideKubectl(request: KubectlRequest): Promise<Kubectl> {
  const { env, cache, platform } = request;
  if (isInstalled(env["PATH"])) return { kind: "installed" };
  const kept = keptKubectl(cache);
  if (existsSync(kept)) return { kind: "kept" };
  const wanted = (request.checksums ?? checksums)[platform];
  const missing = (why: string): Kubectl => ({
    kind: "missing",
    why: `kubectl is not installed, and ${why}: install it`,
  });
  if (wanted === undefined) return missing(`there is no known checksum of one for ${platform}`);
  const from = `https://dl.k8s.io/release/v${kubectlVersion}/bin/linux/${platform === "linux-x64" ? "amd64" : "arm64"}/kubectl`;
  let content: Buffer;
  try {
    const answer = await request.fetch(from, {
      signal: AbortSignal.any([AbortSignal.timeout(120_000), ...(request.signal ? [request.signal] : [])]),
    });
    if (!answer.ok) return missing(`${from} answered ${answer.status}`);
    content = Buffer.from(await answer.arrayBuffer());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return missing(`${from} could not be fetched (${reason})`);
  }
  const came = createHash("sha256").update(content).digest("hex");
  if (came !== wanted) return missing(`${from} has the SHA-256 ${came}, not ${wanted} as ${publishedIn} says`);
  await mkdir(dirname(kept), { recursive: true });
  const half = `${kept}-${randomBytes(4).toString("hex")}`;
  await writeFile(half, content, { mode: 0o755 });
  await rename(half, kept);
  return { kind: "fetched", from };
}
