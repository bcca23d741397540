import { EngineFailure } from "./failure.ts";
import { firewallLeft } from "./host/firewall.ts";
import { linkNames } from "./host/links.ts";
import { run } from "./host/run.ts";

const instead =
  "npm run engine up -- --cluster CONTEXT uses an existing Docker and a kind, k3d or minikube cluster instead";

/** Refuses, in one sentence, what cannot become a machine with an engine; before anything on it is changed. */
export async function mayHaveEngine(): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    const is = `${process.platform}, user ${process.getuid?.() ?? "unknown"}`;
    throw new EngineFailure(`expected root on Linux to start Docker and Kubernetes, this is ${is}`, instead);
  }
  const namespaces = await run(["unshare", "--mount", "--pid", "--fork", "--mount-proc", "true"]);
  if (namespaces.code !== 0) {
    const why = namespaces.stderr.trim();
    throw new EngineFailure(`expected to be allowed to make mount and PID namespaces, and was not: ${why}`, instead);
  }
}

/** Refuses a machine on which another Docker or Kubernetes is at work: the two would rewrite each other's rules. */
export async function hasNoOther(): Promise<void> {
  const links = (await linkNames()).filter((name) => /^(docker0|cni0|flannel\.|cali)/.test(name));
  const rules = await firewallLeft();
  const signs = [...links.map((name) => `link ${name}`), ...rules.slice(0, 1).map((rule) => `firewall rule ${rule}`)];
  if (signs.length === 0) return;
  throw new EngineFailure(
    `expected no other Docker or Kubernetes on this machine, and found ${signs.join(" and ")}`,
    instead,
  );
}
