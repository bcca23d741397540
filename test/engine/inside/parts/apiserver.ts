import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serviceRange } from "../names.ts";
import type { Part } from "../part.ts";
import { pki } from "../pki.ts";
import { answers } from "../probe.ts";
import { keepServicesHere } from "../service-range.ts";
import { folderOf, type Settings } from "../settings.ts";

/** Every request leaves one line: tests read from it which verbs a Role really needs. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [{ level: "Metadata" }],
};

export const auditLog = (settings: Settings): string => join(folderOf(settings, "apiserver"), "audit.log");

export function apiserver(settings: Settings): Part {
  const files = pki(settings);
  const folder = folderOf(settings, "apiserver");
  const policy = join(folder, "audit-policy.json");
  return {
    name: "kube-apiserver",
    after: ["etcd"],
    command: [
      "kube-apiserver",
      `--etcd-servers=http://127.0.0.1:${settings.ports.etcd}`,
      `--secure-port=${settings.ports.apiserver}`,
      // the endpoint of the Service "kubernetes": pods reach it there, so it cannot be a loopback address
      `--advertise-address=${settings.nodeAddress}`,
      `--service-cluster-ip-range=${serviceRange}`,
      "--authorization-mode=Node,RBAC",
      "--enable-admission-plugins=NodeRestriction",
      // as kubeadm has it; Pod Security admission is what refuses privileged pods
      "--allow-privileged=true",
      `--client-ca-file=${files.ca}`,
      `--tls-cert-file=${files.cert("apiserver")}`,
      `--tls-private-key-file=${files.key("apiserver")}`,
      `--kubelet-client-certificate=${files.cert("kubelet-client")}`,
      `--kubelet-client-key=${files.key("kubelet-client")}`,
      // the node's name is in no DNS: without this, logs, exec and port-forward fail on looking it up
      "--kubelet-preferred-address-types=InternalIP",
      "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
      `--service-account-key-file=${files.serviceAccountKey}`,
      `--service-account-signing-key-file=${files.serviceAccountKey}`,
      // how a server behind the aggregation layer (metrics) knows that a request comes through this one
      `--requestheader-client-ca-file=${files.ca}`,
      "--requestheader-allowed-names=aggregator",
      "--requestheader-username-headers=X-Remote-User",
      "--requestheader-group-headers=X-Remote-Group",
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      `--proxy-client-cert-file=${files.cert("aggregator")}`,
      `--proxy-client-key-file=${files.key("aggregator")}`,
      `--audit-policy-file=${policy}`,
      `--audit-log-path=${auditLog(settings)}`,
      // in megabytes; at its default of 100 the log is moved away in the middle of a suite that reads it
      "--audit-log-maxsize=10000",
    ],
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(policy, JSON.stringify(auditPolicy));
      await keepServicesHere();
    },
    ready: async () =>
      answers(`https://127.0.0.1:${settings.ports.apiserver}/readyz`, { ca: await readFile(files.ca) }),
  };
}
