import { must, run } from "../host/run.ts";
import { serviceRange } from "./names.ts";

// the chain that the CNI's firewall asks before its own, and leaves to others
const admin = "CNI-ADMIN";

/**
 * A Service that has no pod yet has to refuse. kube-proxy says so in rules that come late: the CNI's let everything of a pod
 * through before, and nothing stands in the way of this machine's own processes until kube-proxy has heard of the Service. The
 * packet would leave the machine, and whatever answers there would answer for the Service, for as long as the connection is
 * kept. What is still sent to a Service's own address behind all of kube-proxy's rewriting is refused here.
 */
export async function keepServicesHere(): Promise<void> {
  const rule = ["-d", serviceRange, "-j", "REJECT"];
  const iptables = ["iptables", "--wait"] as const;
  // it is there already where another CNI uses it
  await run([...iptables, "-N", admin]);
  for (const chain of [admin, "OUTPUT"])
    if ((await run([...iptables, "-C", chain, ...rule])).code !== 0) await must([...iptables, "-A", chain, ...rule]);
}
