import { expect, test } from "vitest";
import { defineConfig } from "../../config/index.ts";
import { fromConfig } from "./from-config.ts";

test("where somebody has to say yes to a release, somebody has to say yes to going back", () => {
  const place = { namespace: "shop", overlay: "k8s", smoke: "smoke.yml", kubeconfig: "KUBE_CONFIG" } as const;
  const { gates } = fromConfig(
    defineConfig({
      ...{
        repository: "acme/shop",
        app: "shop",
        services: { web: { path: "web", runtime: { node: "24" } } },
        registry: { host: "ghcr.io", namespace: "acme/shop" },
        secrets: { KUBE_CONFIG: "a deployer's kubeconfig" },
      },
      environments: {
        staging: { ...place, rollback: "staging-rollback" },
        production: { ...place, gate: "approval", rollback: "production-rollback" },
      },
    }),
  );
  expect(gates).toEqual(["production", "production-rollback"]);
});
