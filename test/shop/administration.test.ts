/** What production has beside staging, and what an administrator applies once. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { find, render, settings, workloads } from "./manifests.ts";

const environments = ["staging", "production"] as const;
const services = ["frontend", "product-api", "order-api"] as const;
const rendered = { staging: render("kustomize/overlays/staging"), production: render("kustomize/overlays/production") };
const bootstrap = render("bootstrap");

describe("production", () => {
  test("K3: has budgets, spreads its pods and names priorities that exist", () => {
    const shop = workloads(rendered.production);
    for (const name of services) {
      const { spec } = find(rendered.production, "PodDisruptionBudget", name, v.looseObject({ spec: v.unknown() }));
      expect(spec).toMatchObject({ maxUnavailable: 1, selector: { matchLabels: { "app.kubernetes.io/name": name } } });
    }
    const classes = bootstrap.filter(({ kind }) => kind === "PriorityClass").map(({ metadata }) => metadata.name);
    for (const { kind, spec } of shop.filter(({ kind }) => kind !== "Job")) {
      expect(classes).toContain(spec.template.spec.priorityClassName);
      if (kind === "Deployment") expect(spec.template.spec.topologySpreadConstraints).toHaveLength(2);
    }
  });

  test("burns nothing; staging may", () => {
    expect([
      settings(rendered.production, "product-api")["BURN"],
      settings(rendered.staging, "product-api")["BURN"],
    ]).toEqual(["off", "on"]);
  });
});

describe("bootstrap", () => {
  test("K1: makes the namespaces that the overlays name, with Pod Security restricted", () => {
    for (const environment of environments) {
      const namespace = find(
        bootstrap,
        "Namespace",
        `techcommerce-${environment}`,
        v.looseObject({ metadata: v.unknown() }),
      );
      expect(namespace.metadata).toMatchObject({ labels: { "pod-security.kubernetes.io/enforce": "restricted" } });
    }
  });

  test("K4: Prometheus only reads", () => {
    const Role = v.looseObject({
      rules: v.array(v.looseObject({ verbs: v.array(v.string()), resources: v.optional(v.array(v.string()), []) })),
    });
    const { rules } = find(bootstrap, "ClusterRole", "techcommerce-prometheus", Role);
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list", "watch"]));
    expect(rules.flatMap(({ resources }) => resources)).not.toContain("secrets");
  });
});
