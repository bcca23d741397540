import { mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { load } from "js-yaml";
import type { WantedImage } from "../bundle/images.ts";
import { ReleaseError } from "../error.ts";
import { isObject, type Json, parseJson, textsAt } from "../json/json.ts";
import type { RunKubectl } from "../kube/kubectl.ts";
import { asObject, type KubeObject } from "../kube/object.ts";
import { isRemote, remoteProblem, wrapOverlay } from "./overlay.ts";

export type Rendered =
  | { readonly ok: true; readonly objects: readonly KubeObject[] }
  | { readonly ok: false; readonly problems: readonly string[] };

const kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Renders an overlay, or a folder or file of plain manifests, with the images' digests set. */
export async function render(path: string, images: readonly WantedImage[], kubectl: RunKubectl): Promise<Rendered> {
  const source = await realpath(resolve(path)).catch(() => undefined);
  if (source === undefined) return { ok: false, problems: [`overlay ${path}: there is no such file or folder`] };
  const overlay = (await kustomizationOf(source)) !== undefined;
  const problems = overlay ? await remoteProblems(source, new Set()) : [];
  if (problems.length > 0) return { ok: false, problems };
  const files = overlay ? [source] : await manifestsIn(source);
  if (files.length === 0)
    return { ok: false, problems: [`overlay ${path}: no kustomization and no manifest (*.yaml, *.yml, *.json) in it`] };
  const folder = await realpath(await mkdtemp(join(tmpdir(), "tidegate-render-")));
  try {
    await writeFile(
      join(folder, "kustomization.yaml"),
      wrapOverlay(
        files.map((file) => relative(folder, file)),
        images,
      ),
    );
    // plain manifests lie outside of our folder, which kustomize otherwise forbids for files; exec plugins stay off
    const restrict = overlay ? "LoadRestrictionsRootOnly" : "LoadRestrictionsNone";
    const built = await kubectl(["kustomize", folder, `--load-restrictor=${restrict}`]);
    if (built.code !== 0)
      return { ok: false, problems: [`kustomize: ${built.stderr.trim().replaceAll(folder, "overlay")}`] };
    if (built.stdout.trim() === "") return { ok: false, problems: [`overlay ${path} renders to nothing at all`] };
    return { ok: true, objects: await readManifests(built.stdout, kubectl) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** YAML as Kubernetes itself reads it, given back as JSON: `patch --local` changes nothing and asks no server. */
export async function readManifests(yaml: string, kubectl: RunKubectl): Promise<readonly KubeObject[]> {
  const read = await kubectl(["patch", "--local", "--type=merge", "--patch={}", "--output=json", "--filename=-"], yaml);
  if (read.code !== 0)
    throw new ReleaseError(
      "render",
      `kubectl cannot read the rendered manifests: ${read.stderr.trim()}`,
      "try `kubectl kustomize` on the overlay",
    );
  return splitJson(read.stdout).map((value) => {
    const object = asObject(value);
    if (object === undefined)
      throw new ReleaseError(
        "render",
        "a rendered manifest has no apiVersion, kind or metadata.name",
        "try `kubectl kustomize` on the overlay",
      );
    return object;
  });
}

/** kubectl writes one indented object after another; each begins and ends at the first column. */
export function splitJson(text: string): readonly Json[] {
  return text
    .split(/^(?=\{)/m)
    .filter((part) => part.trim() !== "")
    .map(parseJson);
}

async function kustomizationOf(folder: string): Promise<string | undefined> {
  for (const name of kustomizations) {
    const path = join(folder, name);
    if (
      await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return path;
  }
  return undefined;
}

async function manifestsIn(path: string): Promise<readonly string[]> {
  if ((await stat(path)).isFile()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function remoteProblems(folder: string, seen: Set<string>): Promise<readonly string[]> {
  if (seen.has(folder)) return [];
  seen.add(folder);
  const file = await kustomizationOf(folder);
  if (file === undefined) return [];
  const content = readYaml(await readFile(file, "utf8"));
  const entries = ["resources", "bases", "components"].flatMap((key) => textsAt(content, key));
  const found = entries.flatMap((entry) => remoteProblem(entry) ?? []);
  const local = entries.filter((entry) => !isRemote(entry)).map((entry) => resolve(folder, entry));
  const below = await Promise.all(local.map((path) => remoteProblems(path, seen)));
  return [...found, ...below.flat()];
}

function readYaml(text: string): Json {
  try {
    const value: unknown = load(text);
    // through JSON, so that nothing but JSON comes out (YAML knows dates)
    const plain = parseJson(JSON.stringify(value ?? null));
    return isObject(plain) ? plain : {};
  } catch {
    return {}; // kustomize itself says what is wrong with it
  }
}
