import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as v from "valibot";
import { parseAllDocuments, stringify } from "yaml";

export const root = join(import.meta.dirname, "../..");
export const k8s = join(root, "k8s");

const named = v.looseObject({ name: v.string() });
const Port = v.looseObject({ name: v.string(), containerPort: v.number() });
const Probe = v.looseObject({
  httpGet: v.optional(v.looseObject({ path: v.string(), port: v.union([v.string(), v.number()]) })),
});
const Env = v.looseObject({
  name: v.string(),
  value: v.optional(v.string()),
  valueFrom: v.optional(
    v.looseObject({
      secretKeyRef: v.optional(v.looseObject({ name: v.string(), key: v.string() })),
      fieldRef: v.optional(v.looseObject({ fieldPath: v.string() })),
    }),
  ),
});
const Resources = v.object({
  requests: v.object({ cpu: v.string(), memory: v.string() }),
  limits: v.object({ cpu: v.string(), memory: v.string() }),
});
const Container = v.looseObject({
  name: v.string(),
  image: v.string(),
  ports: v.optional(v.array(Port), []),
  env: v.optional(v.array(Env), []),
  envFrom: v.optional(v.array(v.looseObject({ configMapRef: named })), []),
  startupProbe: v.optional(Probe),
  livenessProbe: v.optional(Probe),
  readinessProbe: v.optional(Probe),
  resources: Resources,
  securityContext: v.looseObject({
    allowPrivilegeEscalation: v.boolean(),
    readOnlyRootFilesystem: v.boolean(),
    capabilities: v.object({ drop: v.array(v.string()) }),
  }),
});
const Volume = v.looseObject({
  name: v.string(),
  hostPath: v.optional(v.unknown()),
  secret: v.optional(v.looseObject({ secretName: v.string() })),
});
const PodSpec = v.looseObject({
  automountServiceAccountToken: v.boolean(),
  priorityClassName: v.optional(v.string()),
  topologySpreadConstraints: v.optional(v.array(v.unknown()), []),
  terminationGracePeriodSeconds: v.optional(v.number(), 30),
  securityContext: v.looseObject({
    runAsNonRoot: v.boolean(),
    runAsUser: v.number(),
    seccompProfile: v.object({ type: v.string() }),
  }),
  containers: v.array(Container),
  volumes: v.optional(v.array(Volume), []),
});
const labels = v.record(v.string(), v.string());
const Workload = v.looseObject({
  kind: v.string(),
  metadata: named,
  spec: v.looseObject({
    replicas: v.optional(v.number()),
    template: v.object({ metadata: v.looseObject({ labels }), spec: PodSpec }),
  }),
});
export type Workload = v.InferOutput<typeof Workload>;

const Object_ = v.looseObject({
  apiVersion: v.string(),
  kind: v.string(),
  metadata: v.looseObject({ name: v.string(), namespace: v.optional(v.string()) }),
});
export type Manifest = v.InferOutput<typeof Object_>;

const parse = (text: string): readonly Manifest[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((object) => object !== null)
    .map((object) => v.parse(Object_, object));

export const render = (folder: string): readonly Manifest[] =>
  parse(execFileSync("kubectl", ["kustomize", join(k8s, folder)], { encoding: "utf8", maxBuffer: 1e8 }));

/** An overlay with a component added, as somebody else's kustomization would add it. */
export function renderWith(overlay: string, component: string, namespace: string): readonly Manifest[] {
  const own = join(root, ".tidegate");
  mkdirSync(own, { recursive: true });
  const folder = mkdtempSync(join(own, "overlay-"));
  const from = (path: string) => relative(folder, join(k8s, path));
  try {
    writeFileSync(
      join(folder, "kustomization.yaml"),
      stringify({ namespace, resources: [from(overlay)], components: [from(component)] }),
    );
    return render(relative(k8s, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const file = (path: string): readonly Manifest[] => parse(readFileSync(join(k8s, path), "utf8"));

const withPods = ["Deployment", "StatefulSet", "DaemonSet", "Job"];
export const workloads = (objects: readonly Manifest[]): readonly Workload[] =>
  objects.filter(({ kind }) => withPods.includes(kind)).map((object) => v.parse(Workload, object));

export function find<S extends v.GenericSchema>(
  objects: readonly Manifest[],
  kind: string,
  name: string,
  schema: S,
): v.InferOutput<S> {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`the manifests hold no ${kind} "${name}"`);
  return v.parse(schema, found);
}

/** A ConfigMap by the name the generator was given, whatever hash follows it. */
export function settings(objects: readonly Manifest[], name: string): Readonly<Record<string, string>> {
  const found = objects.find(
    ({ kind, metadata }) =>
      kind === "ConfigMap" && metadata.name.startsWith(`${name}-`) && metadata.name.length === name.length + 11,
  );
  if (!found) throw new Error(`the manifests hold no ConfigMap made for "${name}"`);
  return v.parse(v.looseObject({ data: labels }), found).data;
}
