import { must, run } from "../host/run.ts";
import { serviceRange } from "./names.ts";

// the chain that the CNI's firewall asks before its own, and leaves to others
const chain = "CNI-ADMIN";

/**
 * A Service without ready pods has to refuse. kube-proxy says so in a rule that comes after the CNI's, which lets everything
 * of a pod through; the packet would leave this machine, and whatever answers there would answer for the Service.
 */
export async function keepServicesHere(): Promise<void> {
  const rule = ["-d", serviceRange, "-j", "REJECT"];
  const iptables = ["iptables", "--wait"] as const;
  // it is there already where another CNI uses it
  await run([...iptables, "-N", chain]);
  if ((await run([...iptables, "-C", chain, ...rule])).code !== 0) await must([...iptables, "-A", chain, ...rule]);
}
