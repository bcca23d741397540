import { generateKeyPairSync } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { must } from "../host/run.ts";
import { nodeName, serviceAddress } from "./names.ts";
import type { Settings } from "./settings.ts";

/** Who signs in to the API server with a certificate: RBAC sees the common name as user, the organisation as group. */
const clients = {
  admin: "/O=system:masters/CN=admin",
  "kubelet-client": "/O=system:masters/CN=kube-apiserver-kubelet-client",
  controllers: "/CN=system:kube-controller-manager",
  scheduler: "/CN=system:kube-scheduler",
  proxy: "/CN=system:kube-proxy",
  dns: "/CN=system:coredns",
  metrics: "/CN=system:metrics-server",
  // the aggregation layer, to the servers behind it
  aggregator: "/CN=aggregator",
} as const;

export type Client = keyof typeof clients | "kubelet";

export interface Pki {
  readonly ca: string;
  readonly caKey: string;
  readonly serviceAccountKey: string;
  cert(name: Client | "apiserver"): string;
  key(name: Client | "apiserver"): string;
}

export function pki(settings: Settings): Pki {
  const file = (name: string) => join(settings.state, "pki", name);
  return {
    ca: file("ca.crt"),
    caKey: file("ca.key"),
    serviceAccountKey: file("service-account.key"),
    cert: (name) => file(`${name}.crt`),
    key: (name) => file(`${name}.key`),
  };
}

// P-256: made in milliseconds, where RSA would take most of a second for each of the ten
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-sha256", "-days", "30"] as const;

/** Writes every key and certificate of one run. */
export async function writePki(settings: Settings): Promise<void> {
  const files = pki(settings);
  await mkdir(join(settings.state, "pki"), { recursive: true, mode: 0o700 });
  const self = ["-subj", "/CN=tidegate-engine", "-keyout", files.caKey, "-out", files.ca] as const;
  await must(["openssl", "req", "-x509", ...newKey, ...self]);

  const signed = (name: Client | "apiserver", subject: string, usage: string, names: readonly string[] = []) =>
    must([
      ...(["openssl", "req", "-x509", ...newKey, "-CA", files.ca, "-CAkey", files.caKey] as const),
      ...["-subj", subject, "-addext", "basicConstraints=critical,CA:FALSE", "-addext", `extendedKeyUsage=${usage}`],
      ...(names.length > 0 ? ["-addext", `subjectAltName=${names.join(",")}`] : []),
      ...["-keyout", files.key(name), "-out", files.cert(name)],
    ]);
  const addresses = ["127.0.0.1", settings.nodeAddress, serviceAddress].map((address) => `IP:${address}`);
  const hosts = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"].map(
    (host) => `DNS:${host}`,
  );
  await Promise.all([
    signed("apiserver", "/CN=kube-apiserver", "serverAuth", [...addresses, ...hosts]),
    signed("kubelet", `/O=system:nodes/CN=system:node:${nodeName}`, "clientAuth"),
    signed("admin", clients.admin, "clientAuth"),
    signed("kubelet-client", clients["kubelet-client"], "clientAuth"),
    signed("controllers", clients.controllers, "clientAuth"),
    signed("scheduler", clients.scheduler, "clientAuth"),
    signed("proxy", clients.proxy, "clientAuth"),
    signed("dns", clients.dns, "clientAuth"),
    signed("metrics", clients.metrics, "clientAuth"),
    signed("aggregator", clients.aggregator, "clientAuth"),
  ]);
  const tokens = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await writeFile(files.serviceAccountKey, tokens.privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
}
