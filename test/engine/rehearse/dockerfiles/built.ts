import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";
import { buildImage } from "../../../../src/rehearse/world/images/build.ts";
import {
  at,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  parseJson,
  textAt,
} from "../../../../src/release/json/json.ts";
import type { Clients } from "../../clients.ts";
import type { DockerfileCase } from "./cases.ts";

/** An image as far as two builders can be compared: times, compression and digests are each one's own. */
export interface Built {
  readonly config: JsonObject;
  readonly platform: JsonObject;
  /** by layer, its entries: `-rw-r--r-- 0:0 to/a.txt =content` */
  readonly layers: readonly (readonly string[])[];
}

/** Windows alone reads it. */
const withoutMeaning = new Set(["ArgsEscaped"]);

/** The case's files in a folder of their own. */
export function contextOf(one: DockerfileCase, scratch: string): string {
  const context = mkdtempSync(join(scratch, "context-"));
  const folders = new Set<string>();
  const put = (path: string, text: string) => {
    const file = join(context, path);
    mkdirSync(dirname(file), { recursive: true });
    for (let up = dirname(file); up !== context; up = dirname(up)) folders.add(up);
    writeFileSync(file, text);
    chmodSync(file, one.modes?.[path] ?? 0o644);
  };
  for (const [path, text] of Object.entries(one.files ?? {})) put(path, text);
  put("Dockerfile", one.dockerfile);
  for (const [path, target] of Object.entries(one.links ?? {})) symlinkSync(target, join(context, path));
  for (const [path, packed] of Object.entries(one.archives ?? {})) {
    const how = path.endsWith(".tar") ? "-cf" : "-czf";
    execFileSync("tar", [how, path, "--owner=5", "--group=6", "--numeric-owner", ...packed], { cwd: context });
  }
  for (const folder of folders) chmodSync(folder, one.modes?.[folder.slice(context.length + 1)] ?? 0o755);
  return context;
}

/** `NAME=VALUE` → name and value */
const pair = (text: string): [string, string] => {
  const equals = text.indexOf("=");
  return [text.slice(0, equals), text.slice(equals + 1)];
};

export async function builtByStandIn(one: DockerfileCase, context: string, scratch: string): Promise<Built> {
  const [os = "linux", architecture = "amd64", variant] = (one.platform ?? "linux/amd64").split("/");
  const { image } = await buildImage({
    context,
    dockerfile: join(context, "Dockerfile"),
    buildArgs: Object.fromEntries((one.args ?? []).map(pair)),
    ...(one.target === undefined ? {} : { target: one.target }),
    labels: {},
    annotations: {},
    platform: { os, architecture, ...(variant === undefined ? {} : { variant }) },
    work: mkdtempSync(join(scratch, "work-")),
    install: async () => {},
    log: () => {},
  });
  return builtOf(
    parseJson(image.config.toString()),
    image.layers.map(({ content }) => content),
  );
}

/** Throws what BuildKit says where it refuses. */
export async function builtByBuildKit(one: DockerfileCase, context: string, scratch: string, on: Clients) {
  const layout = mkdtempSync(join(scratch, "layout-"));
  const args = [
    ...(one.args ?? []).flatMap((text) => ["--build-arg", text]),
    ...(one.target === undefined ? [] : ["--target", one.target]),
    ...(one.platform === undefined ? [] : ["--platform", one.platform]),
  ];
  const output = `type=oci,dest=${layout},tar=false`;
  const build = ["docker", "buildx", "build", "--provenance=false", "--output", output, ...args, context] as const;
  const ended = await on.attempt([build[0], ...build.slice(1)]);
  if (ended.code !== 0) throw new Error(ended.stderr.trim().split("\n").slice(-1).join("\n"));
  const blob = (digest: string | undefined) => readFileSync(join(layout, "blobs", (digest ?? "").replace(":", "/")));
  const read = (digest: string | undefined) => parseJson(blob(digest).toString());
  const index = parseJson(readFileSync(join(layout, "index.json"), "utf8"));
  const manifest = read(textAt(index, "manifests", 0, "digest"));
  const layers = objectsAt(manifest, "layers").map((layer) => gunzipSync(blob(textAt(layer, "digest"))));
  const built = await builtOf(read(textAt(manifest, "config", "digest")), layers);
  rmSync(layout, { recursive: true });
  return built;
}

async function builtOf(image: Json, layers: readonly Buffer[]): Promise<Built> {
  const names = ["architecture", "os", "variant"] as const;
  return {
    config: Object.fromEntries(Object.entries(objectAt(image, "config")).filter(([key]) => !withoutMeaning.has(key))),
    platform: Object.fromEntries(names.map((name) => [name, at(image, name) ?? null])),
    layers: await Promise.all(layers.map(entriesOf)),
  };
}

async function entriesOf(layer: Buffer): Promise<readonly string[]> {
  const found: string[] = [];
  const tar = extract();
  tar.end(layer);
  for await (const entry of tar) {
    const { name, mode = 0, uid = 0, gid = 0, type, linkname } = entry.header;
    const hash = createHash("sha256");
    for await (const chunk of entry) if (Buffer.isBuffer(chunk)) hash.update(chunk);
    const content = hash.digest("hex").slice(0, 8);
    const what = type === "file" ? `=${content}` : type === "symlink" ? `-> ${linkname}` : type;
    // a link's own mode says nothing: no system looks at it
    const permission = type === "symlink" ? "" : (mode & 0o7777).toString(8);
    found.push(`${name.replace(/\/$/, "")} ${permission} ${uid}:${gid} ${what}`);
  }
  return found.sort();
}
