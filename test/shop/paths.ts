import * as v from "valibot";
import type { Manifest, Workload } from "./manifests.ts";
import { settings } from "./manifests.ts";

const Peer = v.object({
  podSelector: v.optional(v.looseObject({ matchLabels: v.record(v.string(), v.string()) })),
  namespaceSelector: v.optional(v.looseObject({ matchLabels: v.record(v.string(), v.string()) })),
});
const Ports = v.array(v.looseObject({ port: v.number() }));
const Policy = v.object({
  metadata: v.looseObject({ name: v.string() }),
  spec: v.object({
    podSelector: v.looseObject({
      matchLabels: v.optional(v.record(v.string(), v.string())),
      matchExpressions: v.optional(
        v.array(v.object({ key: v.string(), operator: v.literal("In"), values: v.array(v.string()) })),
      ),
    }),
    policyTypes: v.array(v.picklist(["Ingress", "Egress"])),
    ingress: v.optional(v.array(v.object({ from: v.array(Peer), ports: Ports })), []),
    egress: v.optional(v.array(v.object({ to: v.array(Peer), ports: Ports })), []),
  }),
});
type Policy = v.InferOutput<typeof Policy>;
type Peer = v.InferOutput<typeof Peer>;

/** `from -> to:port`; a peer in another namespace is `namespace/*`. */
export type Path = `${string} -> ${string}:${number}`;

const nameOf = (workload: Workload) => workload.spec.template.metadata.labels["app.kubernetes.io/name"] ?? "";

function selects(policy: Policy, name: string): boolean {
  const { matchLabels, matchExpressions } = policy.spec.podSelector;
  const byLabels = Object.entries(matchLabels ?? {}).every(
    ([key, value]) => key === "app.kubernetes.io/name" && value === name,
  );
  return (
    byLabels &&
    (matchExpressions ?? []).every(({ key, values }) => key === "app.kubernetes.io/name" && values.includes(name))
  );
}

function peerName(peer: Peer): string {
  const space = peer.namespaceSelector?.matchLabels["kubernetes.io/metadata.name"];
  if (space !== undefined) return `${space}/${peer.podSelector?.matchLabels["k8s-app"] ?? "*"}`;
  return peer.podSelector?.matchLabels["app.kubernetes.io/name"] ?? "*";
}

/**
 * Every path that the policies leave open. Between two pods of the shop both ends must agree; a path that only one end
 * names is closed, and listed as `half`, since somebody meant something by it.
 */
export function openPaths(objects: readonly Manifest[], shop: readonly Workload[]) {
  const policies = objects.filter(({ kind }) => kind === "NetworkPolicy").map((object) => v.parse(Policy, object));
  const names = [...new Set(shop.map(nameOf))];
  const [leaving, arriving] = [new Set<Path>(), new Set<Path>()];
  for (const name of names)
    for (const policy of policies.filter((one) => selects(one, name))) {
      for (const { to, ports } of policy.spec.egress)
        for (const peer of to) for (const { port } of ports) leaving.add(`${name} -> ${peerName(peer)}:${port}`);
      for (const { from, ports } of policy.spec.ingress)
        for (const peer of from) for (const { port } of ports) arriving.add(`${peerName(peer)} -> ${name}:${port}`);
    }
  const outside = (path: Path) => path.includes("/");
  const inside = [...leaving, ...arriving].filter((path) => !outside(path));
  return {
    open: [
      ...new Set([
        ...inside.filter((path) => leaving.has(path) && arriving.has(path)),
        ...[...leaving, ...arriving].filter(outside),
      ]),
    ].sort(),
    half: [...new Set(inside.filter((path) => !(leaving.has(path) && arriving.has(path))))].sort(),
    denied: names.filter((name) =>
      (["Ingress", "Egress"] as const).every((type) =>
        policies.some((one) => selects(one, name) && one.spec.policyTypes.includes(type)),
      ),
    ),
  };
}

/** Every path that the shop's pods will ask for: the addresses in their settings, and what a path is called by. */
export function wantedPaths(objects: readonly Manifest[], shop: readonly Workload[]): readonly Path[] {
  const wanted = new Set<Path>();
  for (const workload of shop) {
    const values = workload.spec.template.spec.containers.flatMap((container) => [
      ...container.env.map(({ value }) => value ?? ""),
      ...container.envFrom.flatMap(({ configMapRef }) =>
        Object.values(settings(objects, configMapRef.name.slice(0, -11))),
      ),
    ]);
    for (const value of values) {
      const address = /^(?:https?|postgresql):\/\/(?:[^@/]*@)?([a-z-]+):(\d+)/.exec(value);
      if (address) wanted.add(`${nameOf(workload)} -> ${address[1]}:${Number(address[2])}`);
      // PGHOST names a server without a port: PostgreSQL's own
      if (value === "database") wanted.add(`${nameOf(workload)} -> database:5432`);
    }
  }
  return [...wanted].sort();
}
