import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { alerts, dashboard, dashboardNames, monitoring, ruleFile } from "./alerts.ts";
import { find, render, root } from "./manifests.ts";

const runbooks = join(root, "docs/runbooks");
const text = (path: string) => readFileSync(path, "utf8");
const alert = (name: string) => {
  const found = alerts().find((one) => one.alert === name);
  if (!found) throw new Error(`no alert "${name}"`);
  return found;
};

describe("alerts", () => {
  test("M2: twelve or more, each with severity, summary, description and a runbook that is there", () => {
    expect(alerts().length).toBeGreaterThanOrEqual(12);
    for (const { alert: name, annotations } of alerts()) {
      const page = /\/docs\/runbooks\/([a-z-]+\.md)$/.exec(annotations.runbook_url)?.[1] ?? "";
      expect(existsSync(join(runbooks, page)), `${name} leads to ${annotations.runbook_url}`).toBe(true);
      expect(text(join(runbooks, page)), `${page} knows ${name}`).toContain(`\`${name}\``);
    }
  });

  test("M2: the four that were asked for, by their numbers", () => {
    const flat = (name: string) => `${alert(name).expr.replace(/\s+/g, " ").trim()} for ${alert(name).for}`;
    expect(flat("PodRestartingOften")).toMatch(
      /increase\(kube_pod_container_status_restarts_total\{.*\}\[10m\]\) > 3 for 0m$/,
    );
    expect(flat("SlowAnswers")).toMatch(
      /histogram_quantile\(0\.95, .*http_server_request_duration_seconds_bucket.*\) > 2 for 5m$/,
    );
    expect(flat("ServerErrors")).toMatch(/http_response_status_code=~"5\.\.".* > 0\.05 for 5m$/);
    expect(flat("DiskNearlyFull")).toMatch(/> 0\.85 or kubelet_volume_stats_used_bytes.* > 0\.85 for 0m$/);
  });

  test("each is shown once firing and once not", () => {
    const Tests = v.looseObject({ tests: v.array(v.looseObject({ name: v.string() })) });
    const { tests } = v.parse(Tests, parse(text(join(monitoring, "rules/rules.test.yaml"))));
    const shown = tests.map(({ name }) => name).sort();
    expect(shown).toEqual(
      alerts()
        .flatMap(({ alert: name }) => [`${name} fires`, `${name} stays silent`])
        .sort(),
    );
  });

  test("groups have names of their own", () => {
    const names = ruleFile().groups.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("runbooks", () => {
  const pages = readdirSync(runbooks).filter((name) => name !== "README.md");

  test.each(pages)("D1 D2 D3 D4: %s begins with the command to run and what its output means", (page) => {
    expect(text(join(runbooks, page))).toMatch(
      /^# .+\n\n```sh\n[^`]+\n```\n\n\| it shows \| it means \|\n\| --- \| --- \|\n(\| .+ \|\n){3,}/,
    );
  });

  test.each(pages)("%s leads nowhere that is not there", (page) => {
    for (const [, target = ""] of text(join(runbooks, page)).matchAll(/\]\(([a-z-]+\.md)\)/g))
      expect(existsSync(join(runbooks, target)), target).toBe(true);
  });

  test("D1 D2 D3 D4: are among them, and the list knows them all", () => {
    const asked = [
      "crash-loop",
      "slow-with-normal-metrics",
      "image-pull",
      "rollout-stuck",
      "secret-not-syncing",
      "out-of-sync",
      "config-value-types",
      "destroy-hangs",
    ];
    expect(pages).toEqual(expect.arrayContaining(asked.map((name) => `${name}.md`)));
    for (const page of pages) expect(text(join(runbooks, "README.md"))).toContain(`](${page})`);
  });

  test("every tidegate command in them is one that the command line has", () => {
    const options = text(join(root, "src/cli/release/options.ts"));
    for (const page of pages)
      for (const [, subcommand = "", rest = ""] of text(join(runbooks, page)).matchAll(
        /npx tidegate release ([a-z]+)([^`\n]*)/g,
      )) {
        expect(options, subcommand).toMatch(new RegExp(`^ {2}${subcommand} `, "m"));
        for (const needed of ["--app", "--environment", "--namespace"]) expect(rest).toContain(needed);
      }
  });
});

test("M1: each service has a monitor that selects its Service by labels and port name", () => {
  const Monitor = v.looseObject({
    metadata: v.looseObject({ name: v.string() }),
    spec: v.object({
      namespaceSelector: v.object({ matchNames: v.array(v.string()) }),
      selector: v.object({ matchLabels: v.record(v.string(), v.string()) }),
      endpoints: v.array(v.looseObject({ port: v.string(), path: v.string() })),
    }),
  });
  const monitors = parseAllDocuments(text(join(monitoring, "servicemonitors.yaml"))).map((one) =>
    v.parse(Monitor, one.toJS()),
  );
  expect(monitors.map(({ metadata }) => metadata.name)).toEqual(["frontend", "product-api", "order-api"]);
  const Service = v.looseObject({
    metadata: v.looseObject({ namespace: v.string(), labels: v.record(v.string(), v.string()) }),
    spec: v.looseObject({ ports: v.array(v.looseObject({ name: v.string() })) }),
  });
  for (const objects of [render("kustomize/overlays/staging"), render("kustomize/overlays/production")])
    for (const { metadata, spec } of monitors) {
      const service = find(objects, "Service", metadata.name, Service);
      expect(service.metadata.labels).toMatchObject(spec.selector.matchLabels);
      expect(spec.namespaceSelector.matchNames).toContain(service.metadata.namespace);
      expect(spec.endpoints).toMatchObject([{ port: service.spec.ports[0]?.name, path: "/metrics" }]);
    }
});

describe("M4: dashboards", () => {
  test.each(dashboardNames)("%s is provisioned, asks the provisioned source, and says what each panel is", (name) => {
    const { uid, panels } = dashboard(name);
    expect(uid).toBe(`techcommerce-${name}`);
    expect(text(join(monitoring, "grafana/kustomization.yaml"))).toContain(`dashboards/${name}.json`);
    expect(text(join(monitoring, "grafana/provisioning/datasources.yaml"))).toContain("uid: prometheus");
    for (const { title, datasource, targets } of panels) {
      expect(title).not.toBe("");
      expect(datasource).toEqual({ type: "prometheus", uid: "prometheus" });
      expect(targets.length).toBeGreaterThan(0);
    }
  });
});

/**
 * Fluent Bit itself cannot be had here. Its regex parsers are Onigmo's, whose named groups and classes, as used in this
 * file, mean the same in JavaScript; so the expressions are run by that engine instead, on lines as the runtime writes them.
 */
describe("M5: Fluent Bit's parsers, by an equivalent engine", () => {
  const sections = text(join(monitoring, "fluent-bit/base/parsers.conf"))
    .split("[PARSER]")
    .slice(1)
    .map((section) =>
      Object.fromEntries([...section.matchAll(/^ {4}(\w+) +(.+)$/gm)].map(([, key, value]) => [key, value])),
    );
  const cri = new RegExp(sections.find((section) => section["Name"] === "cri")?.["Regex"] ?? "(?!)");
  const at = "2026-11-21T09:10:00.123456789Z";
  const line =
    '{"time":"2026-11-21T09:10:00.123Z","level":"info","service":"order-api","message":"answered","correlation_id":"click-1","status":201}';

  test.each([
    [`${at} stdout F ${line}`, { time: at, stream: "stdout", logtag: "F", log: line }],
    [
      `${at} stderr P half a line, with  spaces`,
      { time: at, stream: "stderr", logtag: "P", log: "half a line, with  spaces" },
    ],
    [`${at} stdout F `, { time: at, stream: "stdout", logtag: "F", log: "" }],
    ["2026-11-21T09:10:00.123456789+02:00 stdout F x", { log: "x" }],
  ])("%s", (raw, fields) => {
    expect({ ...cri.exec(raw)?.groups }).toMatchObject(fields);
  });

  test.each(["", "no time at all", `${at} stdin F x`, line])("%j is no line of the runtime", (raw) => {
    expect(cri.exec(raw)).toBeNull();
  });

  test("what a service wrote becomes fields", () => {
    expect(sections.find((section) => section["Name"] === "shop")).toMatchObject({ Format: "json", Time_Keep: "On" });
    expect(JSON.parse(cri.exec(`${at} stdout F ${line}`)?.groups?.["log"] ?? "")).toMatchObject({
      level: "info",
      correlation_id: "click-1",
    });
  });

  test("files name the namespaces of the shop, and each target keeps the same inputs", () => {
    const conf = text(join(monitoring, "fluent-bit/base/fluent-bit.conf"));
    expect(/Path +(.+)/.exec(conf)?.[1]).toBe("/var/log/containers/*_techcommerce-*_*.log");
    for (const [, parser] of conf.matchAll(/^ {4}Parser +(\w+)$/gm))
      expect(sections.map((section) => section["Name"])).toContain(parser);
    const targets = { base: "http", loki: "loki", elasticsearch: "es", datadog: "datadog" };
    for (const [folder, plugin] of Object.entries(targets)) {
      const map = render(`../monitoring/fluent-bit/${folder}`).filter(({ kind }) => kind === "ConfigMap");
      const data = v.parse(v.array(v.looseObject({ data: v.record(v.string(), v.string()) })), map)[0]?.data ?? {};
      expect(data["fluent-bit.conf"]).toBe(conf);
      expect(/Name +(\w+)/.exec(data["output.conf"] ?? "")?.[1]).toBe(plugin);
    }
  });
});
