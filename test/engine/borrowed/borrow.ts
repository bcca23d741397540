import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Connection } from "../connect.ts";
import { writeConnection } from "../connection-files.ts";
import { EngineFailure } from "../failure.ts";
import { must, run } from "../host/run.ts";
import type { Place } from "../place.ts";
import type { Progress } from "../progress.ts";
import { registryHost } from "./registry.ts";

/** Contexts that kind, k3d and minikube make: tests write and delete a lot, so no other cluster is touched. */
const local = /^(kind-.+|k3d-.+|minikube)$/;

/** The context to use, or in one sentence why not. */
export function judgeContext(wanted: string, contexts: readonly string[]): { readonly refused: string } | "accepted" {
  if (!local.test(wanted)) {
    return { refused: `expected a context of kind, k3d or minikube (kind-…, k3d-…, minikube), got ${wanted}` };
  }
  if (contexts.includes(wanted)) return "accepted";
  const known = contexts.filter((context) => local.test(context));
  return { refused: `expected one of ${known.join(", ") || "(no local cluster is known)"}, got ${wanted}` };
}

/** Uses a Docker and a cluster that are there already. Nothing is started, and `down` only forgets them. */
export async function borrow(place: Place, context: string, progress: Progress): Promise<Connection> {
  const docker = await run(["docker", "version", "--format={{.Server.Version}}"]);
  if (docker.code !== 0)
    throw new EngineFailure("expected a running Docker, and it does not answer", docker.stderr.trim());
  const contexts = (await must(["kubectl", "config", "get-contexts", "--output=name"])).split("\n").filter(Boolean);
  const judged = judgeContext(context, contexts);
  if (judged !== "accepted") throw new EngineFailure(judged.refused);

  await mkdir(place.state, { recursive: true, mode: 0o700 });
  const kubeconfig = join(place.state, "kubeconfig.yaml");
  const view = ["config", "view", "--raw", "--minify", "--flatten", `--context=${context}`];
  await writeFile(kubeconfig, await must(["kubectl", ...view]), { mode: 0o600 });
  const server = await run(["kubectl", `--kubeconfig=${kubeconfig}`, "version", "--output=json"]);
  if (server.code !== 0) throw new EngineFailure(`expected the cluster of ${context} to answer`, server.stderr.trim());
  const registry = await registryHost(kubeconfig, context);
  progress.say(`uses Docker ${docker.stdout.trim()}, the cluster of ${context} and the registry ${registry}`);

  const probe = `${registry}/tidegate/probe:1`;
  const images = join(import.meta.dirname, "../images");
  await progress.during(`building ${probe}`, () =>
    must([
      ...(["docker", "buildx", "build", "--push", `--tag=${probe}`] as const),
      ...[`--file=${join(images, "probe/Dockerfile.compiling")}`, join(import.meta.dirname, "../go/images")],
    ]),
  );
  const found: Connection = {
    kind: "borrowed",
    kubeconfig,
    context,
    registry,
    dockerHost:
      process.env.DOCKER_HOST ??
      (await must(["docker", "context", "inspect", "--format={{.Endpoints.docker.Host}}"])).trim(),
    buildkit: null,
    programs: null,
    auditLog: null,
    images: {
      debian: "docker.io/library/debian:bookworm-slim",
      node: "docker.io/library/node:24-bookworm-slim",
      python: "docker.io/library/python:3.11-slim-bookworm",
      postgres: "docker.io/library/postgres:15-bookworm",
      probe,
    },
  };
  await writeConnection(place.state, found);
  return found;
}
