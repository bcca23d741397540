import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { parse, stringify } from "yaml";
import { debianPrograms, program } from "../../../tools/prepare/programs.ts";
import { buildOnDemand } from "../build/programs.ts";
import { clients } from "../clients.ts";
import { ownPlace } from "../place.ts";
import { progressTo } from "../progress.ts";
import { root } from "./staging.ts";

const { kubectl, docker, engine } = clients();

const Answer = v.object({ status: v.literal("success"), data: v.unknown() });
const Alerts = v.object({
  alerts: v.array(v.object({ state: v.string(), labels: v.record(v.string(), v.string()) })),
});
const Targets = v.object({
  activeTargets: v.array(v.object({ health: v.string(), labels: v.record(v.string(), v.string()) })),
});

/** A Prometheus in the cluster that watches one namespace, with the rights of `k8s/bootstrap/prometheus.yaml` and no other. */
export interface Watch {
  readonly firing: () => Promise<readonly Readonly<Record<string, string>>[]>;
  /** the Services whose pods it scrapes without a failure */
  readonly scraped: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const Slices = v.object({
  items: v.array(
    v.object({
      metadata: v.object({ labels: v.record(v.string(), v.string()) }),
      endpoints: v.nullable(
        v.array(v.object({ addresses: v.array(v.string()), targetRef: v.object({ name: v.string() }) })),
      ),
      ports: v.nullable(v.array(v.object({ name: v.optional(v.string()), port: v.number() }))),
    }),
  ),
});

/**
 * The pods behind the shop's Services, found with the rights of Prometheus's own account, and the labels that the Prometheus
 * Operator gives them. Debian's Prometheus comes without discovery in Kubernetes, so what it would find is handed to it.
 */
async function targets(namespace: string, account: string) {
  const selector = "app.kubernetes.io/part-of=techcommerce";
  const said = await kubectl([
    `--as=${account}`,
    "-n",
    namespace,
    "get",
    "endpointslices",
    "-l",
    selector,
    "-o",
    "json",
  ]);
  return v.parse(Slices, JSON.parse(said)).items.flatMap(({ metadata, endpoints, ports }) =>
    (ports ?? [])
      .filter(({ name }) => name === "http")
      .flatMap(({ port }) =>
        (endpoints ?? []).flatMap(({ addresses, targetRef }) => ({
          targets: addresses.map((address) => `${address}:${port}`),
          labels: { namespace, service: metadata.labels["kubernetes.io/service-name"], pod: targetRef.name },
        })),
      ),
  );
}

/** The settings of this Prometheus, with the rules as they are in `monitoring`. */
async function settings(namespace: string, account: string): Promise<Readonly<Record<string, string>>> {
  const states = { job_name: "states", honor_labels: true, static_configs: [{ targets: ["127.0.0.1:8080"] }] };
  const rules: { spec: { groups: unknown } } = parse(readFileSync(join(root, "monitoring/rules/rules.yaml"), "utf8"));
  return {
    "prometheus.yml": stringify({
      global: { scrape_interval: "5s", evaluation_interval: "5s" },
      rule_files: ["/etc/prometheus/rules.yml"],
      scrape_configs: [{ job_name: "shop", static_configs: await targets(namespace, account) }, states],
    }),
    "rules.yml": stringify({ groups: rules.spec.groups }),
  };
}

async function build(into: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "watch-"));
  const notes = program(root, "prometheus") === undefined ? debianPrograms(root) : [];
  const prometheus = program(root, "prometheus");
  if (prometheus === undefined) throw new Error(`expected Prometheus on this machine: ${notes.join("; ")}`);
  const progress = progressTo((line) => process.stderr.write(line));
  const states = await buildOnDemand(ownPlace().cache, "state-metrics", progress);
  copyFileSync(prometheus, join(folder, "prometheus"));
  copyFileSync(join(states, "kube-state-metrics"), join(folder, "kube-state-metrics"));
  writeFileSync(join(folder, "Dockerfile"), `FROM ${engine.images.debian}\nCOPY . /opt/\nUSER 1001\n`);
  try {
    await docker(["buildx", "build", "--push", "--provenance=false", `--tag=${into}`, folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return into;
}

async function install(namespace: string, own: string): Promise<void> {
  const image = await build(`${engine.registry}/${own}/watch:t`);
  const inOwn = { namespace: own };
  const states = `${own}-states`;
  const rights = readFileSync(join(root, "k8s/bootstrap/prometheus.yaml"), "utf8")
    .replaceAll("namespace: monitoring", `namespace: ${own}`)
    .replaceAll("techcommerce-prometheus", own);
  await kubectl(["create", "namespace", own]);
  await kubectl(["apply", "-f", "-"], rights);
  const data = await settings(namespace, `system:serviceaccount:${own}:prometheus`);
  await kubectl(["create", "-f", "-"], {
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "prometheus", ...inOwn }, data },
      // kube-state-metrics brings rights of its own wherever it is installed; here it looks at pods in one namespace
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name: states, namespace },
        rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] }],
      },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: states, namespace },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: states },
        subjects: [{ kind: "ServiceAccount", name: "prometheus", namespace: own }],
      },
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "prometheus", ...inOwn },
        spec: {
          serviceAccountName: "prometheus",
          containers: [
            {
              name: "prometheus",
              image,
              command: ["/opt/prometheus", "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/data"],
              readinessProbe: { httpGet: { path: "/-/ready", port: 9090 }, periodSeconds: 1 },
              volumeMounts: [
                { name: "settings", mountPath: "/etc/prometheus" },
                { name: "data", mountPath: "/data" },
              ],
            },
            {
              name: "states",
              image,
              command: ["/opt/kube-state-metrics", "--resources=pods", `--namespaces=${namespace}`],
              readinessProbe: { httpGet: { path: "/metrics", port: 8080 }, periodSeconds: 1 },
            },
          ],
          volumes: [
            { name: "settings", configMap: { name: "prometheus" } },
            { name: "data", emptyDir: {} },
          ],
        },
      },
    ],
  });
  await kubectl(["-n", own, "wait", "--for=condition=Ready", "--timeout=90s", "pod/prometheus"]);
}

export async function openWatch(namespace: string): Promise<Watch> {
  const own = `${namespace}-watch`;
  const close = async () => {
    await kubectl(["delete", "clusterrole,clusterrolebinding", own, "--ignore-not-found"]);
    await kubectl(["delete", "namespace", own, "--ignore-not-found", "--wait=false"]);
  };
  try {
    await install(namespace, own);
  } catch (error) {
    await close();
    throw error;
  }
  const ask = async <S extends v.GenericSchema>(path: string, schema: S): Promise<v.InferOutput<S>> => {
    const said = await kubectl(["get", "--raw", `/api/v1/namespaces/${own}/pods/prometheus:9090/proxy/api/v1/${path}`]);
    return v.parse(schema, v.parse(Answer, JSON.parse(said)).data);
  };
  return {
    firing: async () =>
      (await ask("alerts", Alerts)).alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels),
    scraped: async () => {
      const { activeTargets } = await ask("targets?state=active", Targets);
      const failing = new Set(
        activeTargets.filter(({ health }) => health !== "up").map(({ labels }) => labels["service"]),
      );
      const all = new Set(activeTargets.map(({ labels }) => labels["service"]));
      return [...all].flatMap((name) => (name === undefined || failing.has(name) ? [] : [name])).sort();
    },
    close,
  };
}
