import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { root } from "./manifests.ts";

export const monitoring = join(root, "monitoring");

const Rule = v.object({
  alert: v.string(),
  expr: v.string(),
  for: v.string(),
  labels: v.object({ severity: v.picklist(["critical", "warning"]) }),
  annotations: v.object({ summary: v.string(), description: v.string(), runbook_url: v.string() }),
});
export type Rule = v.InferOutput<typeof Rule>;

const RuleFile = v.looseObject({
  kind: v.literal("PrometheusRule"),
  spec: v.object({ groups: v.array(v.object({ name: v.string(), rules: v.array(Rule) })) }),
});

/** The custom resource's `spec` is what Prometheus itself calls a rule file. */
export const ruleFile = () => v.parse(RuleFile, parse(readFileSync(join(monitoring, "rules/rules.yaml"), "utf8"))).spec;

export const alerts = (): readonly Rule[] => ruleFile().groups.flatMap(({ rules }) => rules);

const Dashboard = v.looseObject({
  uid: v.string(),
  title: v.string(),
  panels: v.array(
    v.looseObject({
      title: v.string(),
      datasource: v.object({ type: v.string(), uid: v.string() }),
      targets: v.array(v.looseObject({ expr: v.string() })),
    }),
  ),
});
export type Dashboard = v.InferOutput<typeof Dashboard>;

export const dashboardNames = ["shop", "service", "delivery"] as const;
export const dashboard = (name: string): Dashboard =>
  v.parse(Dashboard, JSON.parse(readFileSync(join(monitoring, "grafana/dashboards", `${name}.json`), "utf8")));
