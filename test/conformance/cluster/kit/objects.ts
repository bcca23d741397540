import type { Bench } from "./bench.ts";

export const configMap = (name: string, data?: Readonly<Record<string, string>>, metadata: object = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...metadata },
  ...(data === undefined ? {} : { data }),
});

/** A container of the program every case uses. The ids satisfy the strictest Pod Security level. */
export const container = (bench: Bench, args: readonly string[], more: object = {}) => ({
  name: "main",
  image: bench.image,
  args,
  ...more,
});

export const readinessProbe = { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 1 };

export const server = (bench: Bench, args: readonly string[] = [], more: object = {}) =>
  container(bench, ["--serve", ...args], { ports: [{ containerPort: 8080, name: "http" }], readinessProbe, ...more });

export const podTemplate = (app: string, containers: readonly object[], more: object = {}) => ({
  metadata: { labels: { app } },
  spec: { terminationGracePeriodSeconds: 1, containers, ...more },
});

export const pod = (name: string, containers: readonly object[], more: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: { app: name } },
  spec: { terminationGracePeriodSeconds: 1, containers, ...more },
});

export const deployment = (name: string, replicas: number, containers: readonly object[], spec: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: podTemplate(name, containers),
    ...spec,
  },
});

export const statefulSet = (name: string, replicas: number, containers: readonly object[], spec: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name },
  spec: {
    replicas,
    serviceName: name,
    selector: { matchLabels: { app: name } },
    template: podTemplate(name, containers),
    ...spec,
  },
});

export const job = (name: string, containers: readonly object[], spec: object = {}, pods: object = {}) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name },
  spec: {
    template: { spec: { restartPolicy: "Never", terminationGracePeriodSeconds: 1, containers, ...pods } },
    ...spec,
  },
});

export const service = (name: string, spec: object = {}) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080, name: "http" }], ...spec },
});
