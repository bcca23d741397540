import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535));

/** What `up` decides before anything starts and the supervisor inside the namespaces builds on. */
export const settingsSchema = v.object({
  state: v.string(),
  /** folders with the programs that were built */
  programs: v.array(v.string()),
  nodeAddress: v.string(),
  pauseImage: v.string(),
  ports: v.object({
    registry: port,
    etcd: port,
    etcdPeer: port,
    apiserver: port,
    controllers: port,
    scheduler: port,
    kubelet: port,
    kubeletHealth: port,
    proxyHealth: port,
    proxyMetrics: port,
    dns: port,
    dnsReady: port,
    metrics: port,
  }),
});

export type Settings = v.InferOutput<typeof settingsSchema>;
export type Ports = Settings["ports"];

export const settingsFile = (state: string): string => join(state, "settings.json");

export function readSettings(state: string): Settings {
  return v.parse(settingsSchema, JSON.parse(readFileSync(settingsFile(state), "utf8")));
}

/** Where one part keeps its files. */
export const folderOf = (settings: Settings, part: string): string => join(settings.state, part);
export const kubeconfigOf = (settings: Settings, user: string): string =>
  join(settings.state, "kubeconfig", `${user}.json`);
export const sockets = (state: string) => ({
  containerd: join(state, "containerd.sock"),
  docker: join(state, "docker.sock"),
  buildkit: join(state, "buildkitd.sock"),
});
