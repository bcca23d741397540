import { EngineFailure } from "../failure.ts";
import { must, run } from "./run.ts";

export type Family = "iptables" | "ip6tables";
export const families: readonly Family[] = ["iptables", "ip6tables"];

export interface Table {
  /** chain → policy, "-" for a chain that is not the kernel's own */
  readonly chains: ReadonlyMap<string, string>;
  readonly rules: readonly string[];
}

/** What `iptables-save` prints → tables. Counters are left out. */
export function parseSaved(text: string): Map<string, Table> {
  const tables = new Map<string, { chains: Map<string, string>; rules: string[] }>();
  let table = { chains: new Map<string, string>(), rules: [] as string[] };
  for (const line of text.split("\n")) {
    if (line.startsWith("*")) {
      table = { chains: new Map(), rules: [] };
      tables.set(line.slice(1).trim(), table);
    } else if (line.startsWith(":")) {
      const [chain = "", policy = "-"] = line.slice(1).split(" ");
      table.chains.set(chain, policy);
    } else if (line.startsWith("-A ")) table.rules.push(line.trim());
  }
  return tables;
}

/** Chains that kubelet, kube-proxy, dockerd and the CNI plugins make. */
const ownChain = /^(KUBE-|DOCKER|CNI-)/;
/**
 * Rules elsewhere that lead to such a chain, speak of a bridge of Docker's or of the pods', or let a container reach itself
 * by a port it has published: `-s 172.17.0.2/32 -d 172.17.0.2/32 … -j MASQUERADE`; and what keeps Services' addresses here.
 */
const ownRule =
  /-j (KUBE-|DOCKER|CNI-)|-[io] (docker0|br-[0-9a-f]{12}|cni0)\b|-s (\S+\/32) -d \3 .*-j MASQUERADE|-d 10\.96\.0\.0\/16 -j REJECT\b/;

/**
 * The input for `iptables-restore --noflush` that takes away what the engine's parts added since `before`, and nothing
 * that others may have added in the meantime.
 */
export function undoing(before: string, now: string): string {
  const then = parseSaved(before);
  const script: string[] = [];
  for (const [name, table] of parseSaved(now)) {
    const old = then.get(name);
    const oldRules = new Set(old?.rules);
    const lines: string[] = [];
    const chains = [...table.chains.keys()].filter((chain) => ownChain.test(chain) && !old?.chains.has(chain));
    for (const rule of table.rules) {
      const chain = rule.split(" ")[1] ?? "";
      if (!chains.includes(chain) && ownRule.test(rule) && !oldRules.has(rule)) lines.push(rule.replace("-A", "-D"));
    }
    lines.push(...chains.map((chain) => `-F ${chain}`), ...chains.map((chain) => `-X ${chain}`));
    const policies = [...table.chains].filter(([, policy]) => policy !== "-");
    const changed = policies.filter(([chain, policy]) => policy !== (old?.chains.get(chain) ?? "ACCEPT"));
    lines.unshift(...changed.map(([chain]) => `:${chain} ${old?.chains.get(chain) ?? "ACCEPT"} [0:0]`));
    if (lines.length > 0) script.push(`*${name}`, ...lines, "COMMIT");
  }
  return script.length > 0 ? `${script.join("\n")}\n` : "";
}

/** Tables that appeared and now hold nothing: the kernel keeps them, and `iptables-save` would show them from now on. */
export function emptied(before: string, now: string): string[] {
  const then = parseSaved(before);
  return [...parseSaved(now)]
    .filter(([name, table]) => !then.has(name) && table.rules.length === 0)
    .filter(([, table]) => [...table.chains.values()].every((policy) => policy === "ACCEPT"))
    .map(([name]) => name);
}

export const saved = (family: Family): Promise<string> => must([`${family}-save`]);

export async function restoreFirewall(family: Family, before: string): Promise<void> {
  const script = undoing(before, await saved(family));
  if (script !== "") await must([`${family}-restore`, "--noflush", "--wait"], { input: script });
  const version = await must([family, "--version"]);
  if (!version.includes("nf_tables")) return; // tables of the older kind come and go with their kernel module
  for (const table of emptied(before, await saved(family))) {
    await must(["nft", "delete", "table", family === "iptables" ? "ip" : "ip6", table]);
  }
}

/** What of the engine's is still there. */
export async function firewallLeft(): Promise<string[]> {
  const left: string[] = [];
  for (const family of families) {
    const ran = await run([`${family}-save`]);
    if (ran.code !== 0) throw new EngineFailure(`expected ${family}-save to list the rules`, ran.stderr);
    const lines = ran.stdout.split("\n");
    left.push(...lines.filter((line) => ownChain.test(line.slice(1)) || ownRule.test(line)));
  }
  return left;
}
