import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { RunArguments } from "../tools/docker/run-arguments.ts";
import { recordedFinding, recordedPackage, recordedVersion } from "./recorded.ts";

const Index = v.object({
  manifests: v.array(v.object({ digest: v.string(), annotations: v.optional(v.record(v.string(), v.string()), {}) })),
});
const Manifest = v.object({
  config: v.object({ digest: v.string() }),
  layers: v.array(v.object({ digest: v.string() })),
});

export interface ScanWorld {
  /** whether something is to be found in the image with this digest */
  readonly hasFinding: (digest: string | undefined) => Promise<boolean>;
}

export type Scanned = { readonly ok: true; readonly stdout: string } | { readonly ok: false; readonly why: string };

interface Subject {
  readonly name: string;
  readonly type: "container_image" | "filesystem" | "cyclonedx";
  /** of the manifest, where it is an image */
  readonly digest?: string;
  readonly imageId?: string;
  readonly layers?: readonly string[];
}

const blob = (layout: string, digest: string) =>
  readFile(join(layout, "blobs", ...digest.split(":")), "utf8").then((text): unknown => JSON.parse(text));

/** `--input=/image:linux-amd64` and where `/image` is on this machine → the image in that layout. */
async function imageAt(input: string, { mounts }: RunArguments): Promise<Subject | undefined> {
  const colon = input.lastIndexOf(":");
  const [target, tag] = colon < 0 ? [input, undefined] : [input.slice(0, colon), input.slice(colon + 1)];
  const layout = mounts.find((mount) => mount.target === target)?.source;
  if (layout === undefined) return undefined;
  const { manifests } = v.parse(Index, JSON.parse(await readFile(join(layout, "index.json"), "utf8")));
  const found =
    tag === undefined
      ? manifests[0]
      : manifests.find(({ annotations }) => annotations["org.opencontainers.image.ref.name"] === tag);
  if (!found) return undefined;
  const { config, layers } = v.parse(Manifest, await blob(layout, found.digest));
  return {
    name: input,
    type: "container_image",
    digest: found.digest,
    imageId: config.digest,
    layers: layers.map(({ digest }) => digest),
  };
}

async function subjectOf(command: string, run: RunArguments): Promise<Subject | undefined> {
  const input = run.args.flatMap((arg) => (arg.startsWith("--input=") ? [arg.slice("--input=".length)] : []))[0];
  if (command === "image") return input === undefined ? undefined : imageAt(input, run);
  const name = run.args.at(-1) ?? "";
  if (!run.mounts.some(({ target }) => target === name)) return undefined;
  return { name, type: command === "sbom" ? "cyclonedx" : "filesystem" };
}

function reportOf(subject: Subject, hasFinding: boolean): object {
  const os = subject.type === "container_image";
  return {
    SchemaVersion: 2,
    Trivy: { Version: recordedVersion },
    ArtifactName: subject.name,
    ArtifactType: subject.type,
    Metadata: {
      ...(os ? { OS: { Family: "debian", Name: "12" } } : {}),
      ...(subject.imageId === undefined ? {} : { ImageID: subject.imageId, DiffIDs: subject.layers ?? [] }),
    },
    Results: [
      {
        Target: os ? `${subject.name} (debian 12)` : subject.name,
        Class: os ? "os-pkgs" : "lang-pkgs",
        Type: os ? "debian" : "node-pkg",
        Packages: hasFinding ? [recordedPackage] : [],
        ...(hasFinding ? { Vulnerabilities: [recordedFinding] } : {}),
      },
    ],
  };
}

/** `docker run` of the scanner: what it was given is looked at as far as its name, the report is a recorded one. */
export async function scan(run: RunArguments, world: ScanWorld): Promise<Scanned> {
  const [command = ""] = run.args;
  if (run.args.some((arg) => /^--download-(java-)?db-only$/.test(arg))) return { ok: true, stdout: "" };
  if (command === "--version" || command === "version") return { ok: true, stdout: `Version: ${recordedVersion}\n` };
  if (!["image", "fs", "filesystem", "rootfs", "sbom"].includes(command))
    return { ok: false, why: `the scanner's command ${JSON.stringify(command)} is not rehearsed` };
  if (!run.args.includes("--format=json")) return { ok: false, why: "of the scanner only --format=json is rehearsed" };
  const subject = await subjectOf(command, run);
  if (!subject) return { ok: false, why: `unable to find what is to be scanned: ${run.args.join(" ")}` };
  const report = reportOf(subject, await world.hasFinding(subject.digest));
  return { ok: true, stdout: `${JSON.stringify(report, undefined, 2)}\n` };
}
