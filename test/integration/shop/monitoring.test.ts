/** Rules, routes and dashboards, judged by Prometheus' and Alertmanager's own programs. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { program } from "../../../tools/prepare/programs.ts";
import { freePorts } from "../../../tools/shop/ports.ts";
import { dashboard, dashboardNames, monitoring, ruleFile } from "../../shop/alerts.ts";
import { describeWith } from "./needs.ts";
import { type OpenShop, openShop, root } from "./open.ts";

const run = (command: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return { status, said: stdout + stderr };
};

describeWith("promtool", program(root, "promtool"), "alert rules", (promtool) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "rules-"));
    writeFileSync(join(folder, "rules.yaml"), stringify(ruleFile()));
    copyFileSync(join(monitoring, "rules/rules.test.yaml"), join(folder, "rules.test.yaml"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("M2: are rules", () => {
    expect(run(promtool, "check", "rules", join(folder, "rules.yaml"))).toMatchObject({ status: 0 });
  });

  test("M2: each fires when it should, with these words, and not when it should not", () => {
    const { status, said } = run(promtool, "test", "rules", join(folder, "rules.test.yaml"));
    expect(status, said).toBe(0);
  });
});

describeWith("amtool", program(root, "amtool"), "Alertmanager", (amtool) => {
  const config = join(monitoring, "alertmanager/alertmanager.yaml");

  test("M3: takes the configuration", () => {
    const { status, said } = run(amtool, "check-config", config);
    expect(status, said).toBe(0);
  });

  test.each([
    [
      "a dead shop wakes somebody and is told in the channel",
      ["alertname=ServiceGone", "severity=critical", "namespace=techcommerce-production"],
      "pagerduty,slack",
    ],
    [
      "a slow one for a few is told in the channel",
      ["alertname=SlowForSome", "severity=warning", "namespace=techcommerce-production"],
      "slack",
    ],
    [
      "staging wakes nobody",
      ["alertname=ServiceGone", "severity=critical", "namespace=techcommerce-staging"],
      "slack-staging",
    ],
    [
      "a full disk of a node, which has no namespace, wakes somebody",
      ["alertname=DiskNearlyFull", "severity=critical"],
      "pagerduty,slack",
    ],
    ["what nobody thought of goes by mail", ["alertname=Watchdog", "severity=none"], "mail"],
  ])("M3: %s", (_name, labels, receivers) => {
    const { status, said } = run(
      amtool,
      "config",
      "routes",
      "test",
      `--config.file=${config}`,
      `--verify.receivers=${receivers}`,
      ...labels,
    );
    expect(status, said).toBe(0);
  });
});

describeWith("prometheus", program(root, "prometheus"), "dashboards", (prometheus) => {
  let shop: OpenShop;
  let stop: (() => Promise<void>) | undefined;
  let address: string;
  beforeAll(async () => {
    shop = await openShop({ env: { RELEASE: "techcommerce-7", COMMIT: "abc1234" } });
    const { frontend: port } = await freePorts();
    address = `http://127.0.0.1:${port}`;
    const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
    // the labels that the Prometheus Operator gives a target
    const target = (service: "frontend" | "product-api" | "order-api") => ({
      targets: [shop.address(service).replace("http://", "")],
      labels: { namespace: "techcommerce-production", service, pod: `${service}-1` },
    });
    const scrape = {
      job_name: "shop",
      static_configs: (["frontend", "product-api", "order-api"] as const).map(target),
    };
    writeFileSync(
      join(folder, "prometheus.yml"),
      stringify({ global: { scrape_interval: "1s", scrape_timeout: "1s" }, scrape_configs: [scrape] }),
    );
    const server = spawn(
      prometheus,
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: "ignore" },
    );
    const exited = once(server, "exit");
    stop = async () => {
      server.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true });
    };
  });
  afterAll(async () => {
    await stop?.();
    await shop?.stop();
  });

  async function useTheShop(): Promise<void> {
    const authorization = `Bearer ${await shop.token("customer")}`;
    const headers = { "content-type": "application/json", authorization };
    for (const [key, quantity] of [
      ["dashboard-1", 1],
      ["dashboard-2", 1000],
    ] as const)
      await fetch(shop.url("order-api", "/orders"), {
        method: "POST",
        headers: { ...headers, "idempotency-key": `${key}-${Date.now()}` },
        body: JSON.stringify({ lines: [{ product: "pebble-mouse", quantity }] }),
      });
    await fetch(shop.url("frontend", "/shop/products"));
    await fetch(shop.url("frontend", "/nothing"));
  }

  const queries = dashboardNames.flatMap((name) =>
    dashboard(name).panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [name, title, expr] as const)),
  );

  test("M4: every query of every panel is answered with figures of the running services", async () => {
    const filled = (expr: string) =>
      expr
        .replaceAll("$namespace", "techcommerce-production")
        .replaceAll("$service", ".*")
        .replaceAll("$__rate_interval", "1m");
    const ask = async (expr: string): Promise<unknown[]> => {
      const answer: { status: string; error?: string; data?: { result: unknown[] } } = JSON.parse(
        await (await fetch(`${address}/api/v1/query?query=${encodeURIComponent(filled(expr))}`)).text(),
      );
      if (answer.status !== "success") throw new Error(`${expr}: ${answer.error}`);
      return answer.data?.result ?? [];
    };
    const unanswered = async () => {
      await useTheShop().catch(() => {});
      const empty: string[] = [];
      for (const [name, title, expr] of queries)
        if ((await ask(expr).catch(() => [])).length === 0) empty.push(`${name} / ${title}: ${filled(expr)}`);
      return empty;
    };
    await expect.poll(unanswered, { timeout: 60_000, interval: 1000 }).toEqual([]);
  });
});
