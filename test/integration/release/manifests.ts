import { scriptAnnotation } from "../../../src/rehearse/world/cluster/controllers/scripted/scripts.ts";
import { digest } from "./world.ts";

interface Extra {
  readonly replicas?: number | null;
  readonly image?: string;
  readonly script?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly pod?: object;
  readonly container?: object;
}

/** Everything JSON, small, and by digest: what changes between releases is the letter. */
export const deployment = (name: string, letter: string, extra: Extra = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    ...(extra.replicas === null ? {} : { replicas: extra.replicas ?? 2 }),
    ...workload(name, letter, extra),
    ...extra.spec,
  },
});

export const statefulSet = (name: string, letter: string, extra: Extra = {}) => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name },
  spec: { replicas: extra.replicas ?? 2, serviceName: name, ...workload(name, letter, extra), ...extra.spec },
});

export const job = (name: string, letter: string, extra: Extra = {}) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name },
  spec: {
    backoffLimit: 0,
    template: {
      metadata: annotated(extra),
      spec: { restartPolicy: "Never", containers: [container(name, letter, extra)] },
    },
  },
});

function workload(name: string, letter: string, extra: Extra) {
  return {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name }, ...annotated(extra) },
      spec: { containers: [container(name, letter, extra)], ...extra.pod },
    },
  };
}

const annotated = ({ script }: Extra) =>
  script === undefined ? {} : { annotations: { [scriptAnnotation]: JSON.stringify(script) } };

const container = (name: string, letter: string, extra: Extra) => ({
  name,
  image: extra.image ?? `registry.example/acme/${name}@${digest(letter)}`,
  env: Object.entries(extra.env ?? {}).map(([key, value]) => ({ name: key, value })),
  ...extra.container,
});

export const configMap = (name: string, data: Readonly<Record<string, string>>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data,
});
export const secret = (name: string, stringData: Readonly<Record<string, string>>) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name },
  stringData,
});
export const service = (name: string) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
});
export const autoscaler = (name: string, minReplicas = 2) => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name },
  spec: {
    minReplicas,
    maxReplicas: 10,
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
  },
});
