import { deployment, job, statefulSet } from "../../integration/release/manifests.ts";

interface Settings {
  /** what the probe does: see go/images/probe/main.go */
  readonly env?: Readonly<Record<string, string>>;
  readonly replicas?: number | null;
  readonly image?: string;
  readonly spec?: object;
  readonly pod?: object;
  readonly container?: object;
}

/** One pod of the probe, ready once it answers; an `image` of "probe" is set to its digest by the deploy. */
export const probe = (name: string, settings: Settings = {}) => deployment(name, "", settled(settings));
export const probeSet = (name: string, settings: Settings = {}) => statefulSet(name, "", settled(settings));

export const probeDaemon = (name: string, settings: Settings = {}) => {
  const { replicas: _no, ...spec } = probe(name, settings).spec;
  return { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name }, spec };
};

/** A Job of another image: the probe never ends well by itself. */
export const script = (name: string, image: string, command: readonly string[]) =>
  job(name, "", { image, container: { command } });

function settled(settings: Settings) {
  return {
    image: "probe",
    replicas: 1,
    ...settings,
    container: {
      ports: [{ name: "http", containerPort: 8080 }],
      readinessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 },
      ...settings.container,
    },
  };
}
