import { createServer } from "node:net";
import type { Ports } from "../inside/settings.ts";

/** The ports by which these parts are known; where one is taken, any free one does as well. */
const usual: Ports = {
  registry: 5000,
  etcd: 2379,
  etcdPeer: 2380,
  apiserver: 6443,
  controllers: 10257,
  scheduler: 10259,
  kubelet: 10250,
  kubeletHealth: 10248,
  proxyHealth: 10256,
  proxyMetrics: 10249,
  dns: 1053,
  dnsReady: 8181,
  metrics: 10300,
};

/** The port that was asked for if it is free on every address, else another. */
function free(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", () => (port === 0 ? reject(new Error("expected a free port, found none")) : resolve(free(0))));
    server.listen(port, "0.0.0.0", () => {
      const address = server.address();
      const found = address !== null && typeof address === "object" ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}

export async function choosePorts(): Promise<Ports> {
  const chosen = { ...usual };
  const taken = new Set<number>();
  const names: (keyof Ports)[] = [
    ...(["registry", "etcd", "etcdPeer", "apiserver", "controllers", "scheduler", "kubelet", "kubeletHealth"] as const),
    ...(["proxyHealth", "proxyMetrics", "dns", "dnsReady", "metrics"] as const),
  ];
  for (const name of names) {
    let port = await free(usual[name]);
    while (taken.has(port)) port = await free(0);
    taken.add(port);
    chosen[name] = port;
  }
  return chosen;
}
