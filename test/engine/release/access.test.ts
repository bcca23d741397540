/** The smallest Role: that it suffices for all a deploy does, and that a deploy does all that it allows. */
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Kind, smallestRules } from "../../../src/release/access/role.ts";
import type { Access } from "../../../src/release/kube/proxy.ts";
import { digestsOf } from "../../../src/release/registry/registry.ts";
import { readSmoke } from "../../../src/release/smoke/check.ts";
import type { Prove } from "../../../src/release/story/prove.ts";
import { proveRelease } from "../../../src/release/story/prove-release.ts";
import { autoscaler, configMap, secret, service } from "../../integration/release/manifests.ts";
import { auditOf } from "./audit.ts";
import { probe, probeSet, script } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

const kinds: readonly Kind[] = [
  ...["ConfigMap", "Secret", "Service", "PersistentVolumeClaim"].map((kind) => ({ apiVersion: "v1", kind })),
  ...["Deployment", "StatefulSet"].map((kind) => ({ apiVersion: "apps/v1", kind })),
  { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
  { apiVersion: "batch/v1", kind: "Job" },
  ...["Ingress", "NetworkPolicy"].map((kind) => ({ apiVersion: "networking.k8s.io/v1", kind })),
  { apiVersion: "policy/v1", kind: "PodDisruptionBudget" },
];

let world: World;
beforeAll(async () => {
  world = await startWorld("access", { kinds });
  const path = join(world.folder, "volume");
  await mkdir(path);
  await Promise.all([world.folder, path].map((folder) => chmod(folder, 0o755)));
  await world.kubectl(["create", "-f", "-"], volume(path));
});
afterAll(async () => {
  await world.kubectl(["delete", "persistentvolume", world.namespace, "--wait=false"]);
  await world[Symbol.asyncDispose]();
});

const storage = { accessModes: ["ReadWriteOnce"], storageClassName: "" };
const volume = (path: string) => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name: world.namespace },
  spec: {
    ...storage,
    capacity: { storage: "1Gi" },
    hostPath: { path },
    claimRef: { namespace: world.namespace, name: "data" },
  },
});
const claim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "data" },
  spec: { ...storage, resources: { requests: { storage: "1Gi" } } },
};
const backend = (name: string) => ({ service: { name, port: { number: 80 } } });
const networking = (kind: string, name: string, spec: object) => ({
  apiVersion: "networking.k8s.io/v1",
  kind,
  metadata: { name },
  spec,
});

/** One of each kind that a release brings and a later one may drop. */
const shelf = (name: string, version: string) => [
  configMap(name, { version }),
  secret(name, { token: `of-${version}` }),
  service(name),
  probe(name, { replicas: null, env: { VERSION: version } }),
  probeSet(`${name}-set`, { env: { VERSION: version } }),
  { ...autoscaler(name, 1), spec: { ...autoscaler(name, 1).spec, maxReplicas: 1 } },
  networking("Ingress", name, { defaultBackend: backend(name) }),
  networking("NetworkPolicy", name, { podSelector: { matchLabels: { version } } }),
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name },
    spec: { maxUnavailable: version.length, selector: { matchLabels: { app: name } } },
  },
];

/** Through a forward to the very pod, over the WebSocket that kubectl prefers, or as kubectl before 1.31 did it. */
const throughForward =
  (access: Access, socket: boolean): Prove =>
  async (desk, record) => {
    const file = readSmoke({ within: "30s", checks: [{ name: "it answers", service: "stays", path: "/healthz" }] });
    if ("problems" in file) throw new Error(file.problems.join());
    const asked = { fetch: globalThis.fetch, signal: desk.signal, credential: () => undefined };
    const report = await proveRelease(desk, record, {
      file,
      access: { ...access, env: { ...access.env, KUBECTL_PORT_FORWARD_WEBSOCKETS: String(socket) } },
      digests: (image, digest) => digestsOf(image, digest, asked),
    });
    expect(report.unproven).toEqual([]);
    return { verdict: report.verdict, message: report.message };
  };

test("two releases, one that fails, and the way back need nothing that the Role does not give", async () => {
  const app = await world.app("access");
  const { name, digest } = await world.imageOf(world.engine.images.debian);
  const job = script("migrate", `${name}@${digest}`, ["true"]);
  const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
  const keeper = probe("keeper", { pod: { volumes } });
  const first = [...shelf("stays", "1"), ...shelf("goes", "1"), claim, keeper, job];
  const second = [...shelf("stays", "22"), claim, keeper, job];
  const [socket, older] = [true, false].map((how) => throughForward(world.access, how));
  if (socket === undefined || older === undefined) throw new Error("two ways were asked for");
  expect(await app.deploy(1, first, { afterwards: { prove: socket } })).toMatchObject({ status: "live" });
  expect(await app.deploy(2, second, { afterwards: { prove: older } })).toMatchObject({ status: "live", proven: true });
  expect(await app.get("Ingress", "goes", "networking.k8s.io/v1")).toBeUndefined();

  const broken = [
    ...second.filter(({ kind }) => kind !== "StatefulSet"),
    probeSet("stays-set", { env: { CRASH: "3" } }),
  ];
  const failed = await app.deploy(3, broken);
  expect(failed.status).toBe("failed");
  expect(failed.causes[0]).toMatchObject({ code: "crash", log: ["crash asked for by CRASH=3"] });
  expect(await app.rollback()).toMatchObject({ result: "rolled-back", to: "2-1" });
  expect(await auditOf(world, ({ code }) => code === 403)).toEqual([]);
});

test("the audit log shows every verb that the Role gives", async () => {
  if (world.engine.auditLog === null) return; // a borrowed cluster keeps its log to itself
  const audited = await auditOf(world, ({ code }) => code < 400);
  const used = new Set(
    audited.flatMap(({ verb, resource, group, code }) => [
      `${verb} ${group}/${resource}`,
      // a server-side apply of what is not there yet is a patch that needs the right to create
      ...(verb === "patch" && code === 201 ? [`create ${group}/${resource}`] : []),
    ]),
  );
  const given = smallestRules(kinds).flatMap(({ apiGroups, resources, verbs }) =>
    verbs.flatMap((verb) => resources.map((resource) => `${verb} ${apiGroups[0] ?? ""}/${resource}`)),
  );
  expect(given.filter((right) => !used.has(right))).toEqual([]);
});
