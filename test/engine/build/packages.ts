import { existsSync } from "node:fs";
import { EngineFailure } from "../failure.ts";
import { must, run } from "../host/run.ts";
import type { Progress } from "../progress.ts";

/** Debian package → a file by which one sees that it is there. */
const packages: Readonly<Record<string, string>> = {
  "docker.io": "/usr/sbin/dockerd",
  containerd: "/usr/bin/containerd",
  runc: "/usr/sbin/runc",
  "containernetworking-plugins": "/usr/lib/cni/bridge",
  "docker-registry": "/usr/bin/docker-registry",
  iptables: "/usr/sbin/iptables-save",
  // takes away the emptied tables of iptables, which cannot do that itself
  nftables: "/usr/sbin/nft",
  iproute2: "/usr/sbin/ip",
  openssl: "/usr/bin/openssl",
  // kube-proxy forgets connections of UDP with it, kubelet forwards ports with socat
  conntrack: "/usr/sbin/conntrack",
  socat: "/usr/bin/socat",
  ipset: "/usr/sbin/ipset",
  debootstrap: "/usr/sbin/debootstrap",
  "ca-certificates": "/etc/ssl/certs/ca-certificates.crt",
};

export async function installPackages(progress: Progress): Promise<void> {
  const missing = Object.keys(packages).filter((name) => !existsSync(packages[name] ?? ""));
  if (missing.length === 0) return;
  if (!existsSync("/usr/bin/apt-get")) {
    throw new EngineFailure(
      `expected Debian's packages ${missing.join(", ")}, and there is no apt-get to install them`,
      "npm run engine up -- --cluster CONTEXT uses an existing Docker and a kind, k3d or minikube cluster instead",
    );
  }
  await progress.during(`installing ${missing.join(", ")}`, async () => {
    // RUNLEVEL=1: the packages' own services shall not be started, here or on a machine with systemd
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    // one of several sources that does not answer is no reason to stop: what is really missing, the next line tells
    await run(["apt-get", "update", "-q"], { env });
    await must(["apt-get", "install", "-q", "-y", "--no-install-recommends", ...missing], { env });
  });
}
