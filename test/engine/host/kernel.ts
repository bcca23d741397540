import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Settings of the kernel that dockerd, kubelet and kube-proxy change for the whole machine. */
const changed = [
  "net/ipv4/ip_forward",
  "net/ipv4/conf/all/forwarding",
  "net/ipv4/conf/default/forwarding",
  "net/ipv4/conf/all/route_localnet",
  "net/bridge/bridge-nf-call-iptables",
  "net/bridge/bridge-nf-call-ip6tables",
  "net/netfilter/nf_conntrack_max",
  "net/netfilter/nf_conntrack_tcp_timeout_established",
  "net/netfilter/nf_conntrack_tcp_timeout_close_wait",
  "vm/overcommit_memory",
  "vm/panic_on_oom",
  "kernel/panic",
  "kernel/panic_on_oops",
  "kernel/keys/root_maxkeys",
  "kernel/keys/root_maxbytes",
];

const path = (name: string) => join("/proc/sys", name);

export function kernelSettings(): Record<string, string> {
  const present = changed.filter((name) => existsSync(path(name)));
  return Object.fromEntries(present.map((name) => [name, readFileSync(path(name), "utf8").trim()]));
}

/** Writes back what differs, in the order of the list: ip_forward resets the two after it. */
export async function restoreKernelSettings(before: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(before)) {
    if (readFileSync(path(name), "utf8").trim() !== value) await writeFile(path(name), value);
  }
}
