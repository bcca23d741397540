import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { EngineFailure } from "./failure.ts";
import { ownPlace, type Place } from "./place.ts";

/** Where a running engine is reached: what `engine status --json` prints and tests read by `connection()`. */
const connectionSchema = v.object({
  /** own: started by `engine up`; borrowed: an existing Docker and cluster (`--cluster`) */
  kind: v.picklist(["own", "borrowed"]),
  /** an administrator's kubeconfig, self-contained: it may be copied */
  kubeconfig: v.string(),
  context: v.string(),
  /** `host:port` of a registry in plain HTTP, reachable under this name from tests, Docker, BuildKit and the cluster */
  registry: v.string(),
  /** for DOCKER_HOST */
  dockerHost: v.string(),
  /** a BuildKit that attests provenance: `docker buildx create --driver remote ADDRESS` */
  buildkit: v.nullable(v.string()),
  /** a folder with kubectl of the cluster's own version, and the other parts: put it first in PATH */
  programs: v.nullable(v.string()),
  /** one JSON object a line, one line a request */
  auditLog: v.nullable(v.string()),
  /** base images in the registry, for the ARGs of Dockerfiles */
  images: v.object({
    debian: v.string(),
    node: v.string(),
    python: v.string(),
    postgres: v.string(),
    /** a small HTTP server for rollouts: see go/images/probe/main.go for what its environment sets */
    probe: v.string(),
  }),
});

export type Connection = v.InferOutput<typeof connectionSchema>;

const connectionFile = (state: string) => join(state, "connection.json");

export function readConnection(state: string): Connection | undefined {
  if (!existsSync(connectionFile(state))) return undefined;
  return v.parse(connectionSchema, JSON.parse(readFileSync(connectionFile(state), "utf8")));
}

/** The running engine. Tests call it first and so fail with one sentence when there is none. */
export function connection(place: Place = ownPlace()): Connection {
  const found = readConnection(place.state);
  if (found === undefined) throw new EngineFailure("expected a running engine, and there is none", "npm run engine up");
  return found;
}

/** What makes kubectl, docker and buildx of a child process speak to the engine. */
export function environmentFor(found: Connection, state = ownPlace().state): Record<string, string> {
  return {
    KUBECONFIG: found.kubeconfig,
    DOCKER_HOST: found.dockerHost,
    // where HOME is empty, kubectl would keep what it has learnt about the API in the current folder
    KUBECACHEDIR: join(state, "kubectl-cache"),
    TIDEGATE_ENGINE_REGISTRY: found.registry,
    // its builder is the engine's BuildKit, whatever HOME is
    ...(found.buildkit === null ? {} : { BUILDX_CONFIG: join(state, "buildx") }),
    ...(found.programs === null ? {} : { PATH: `${found.programs}:${process.env.PATH ?? ""}` }),
  };
}
