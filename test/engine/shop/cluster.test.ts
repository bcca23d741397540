/**
 * K1 to K6: the overlays on a real cluster, Pod Security enforced, from empty volumes to an order and its backup; then a
 * release under load, pods that die, load that the autoscaler answers, and an alert for a pod that crashes.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clients } from "../clients.ts";
import { runBeside } from "./beside.ts";
import { openStaging, root, type Staging, services } from "./staging.ts";
import { openWatch, type Watch } from "./watching.ts";

const { kubectl, engine, env } = clients();
const namespace = `techcommerce-${process.pid}`;

let staging: Staging;
beforeAll(async () => {
  staging = await openStaging(namespace);
}, 300_000);
afterAll(() => staging?.close());

test.each(["staging", "production"])("K2: %s passes the API server's own dry run", async (environment) => {
  await kubectl(["apply", "--dry-run=server", "-k", staging.overlay(environment, "techcommerce-7")]);
});

describe("K1 K6: staging, applied", () => {
  beforeAll(() => staging.apply("techcommerce-7"), 400_000);

  async function forwarded<T>(use: (address: string) => Promise<T>): Promise<T> {
    const child = spawn(
      "kubectl",
      ["-n", namespace, "port-forward", "service/frontend", ":http", "--address=127.0.0.1"],
      { env, stdio: ["ignore", "pipe", "inherit"] },
    );
    try {
      const port = await new Promise<string>((resolve, reject) => {
        child.stdout.on("data", (chunk) => {
          const found = /127\.0\.0\.1:(\d+)/.exec(String(chunk))?.[1];
          if (found) resolve(found);
        });
        child.once("exit", (code) => reject(new Error(`port-forward ended with ${code}`)));
      });
      return await use(`http://127.0.0.1:${port}`);
    } finally {
      child.kill();
    }
  }

  test("T4: each service names the release that its pod template states", async () => {
    for (const service of services) {
      const said = await kubectl([
        "get",
        "--raw",
        `/api/v1/namespaces/${namespace}/services/${service}:http/proxy/version`,
      ]);
      expect(JSON.parse(said)).toEqual({
        service,
        release: "techcommerce-7",
        commit: "abc1234",
        image: staging.image(service),
      });
    }
  });

  test("K1 K6: an order goes through all three and the database, and the backup keeps it", async () => {
    const secret = await kubectl(["-n", namespace, "get", "secret", "demo-login", "-o", "jsonpath={.data.password}"]);
    const password = Buffer.from(secret, "base64").toString();
    const status = await forwarded(async (address) => {
      const json = { "content-type": "application/json" };
      const session = await fetch(`${address}/shop/session`, {
        method: "POST",
        headers: json,
        body: JSON.stringify({ user: "customer", password }),
      });
      const cookie = session.headers.get("set-cookie")?.split(";")[0] ?? "";
      const body = JSON.stringify({ lines: [{ product: "gull-webcam", quantity: 1 }] });
      return (
        await fetch(`${address}/shop/orders`, {
          method: "POST",
          headers: { ...json, cookie, "idempotency-key": "cluster-1" },
          body,
        })
      ).status;
    });
    expect(status).toBe(201);
    const job = readFileSync(join(root, "k8s/backup/job.yaml"), "utf8").replace(
      /image: docker\.io\/library\/postgres\S+/,
      `image: ${engine.images.postgres}`,
    );
    await kubectl(["-n", namespace, "create", "-f", "-"], job);
    await kubectl(["-n", namespace, "wait", "--for=condition=complete", "--timeout=120s", "job/database-backup"]);
    expect(await kubectl(["-n", namespace, "logs", "job/database-backup"])).toMatch(
      /kept \/backups\/products-.*\n.*kept \/backups\/orders-/s,
    );
  });

  test("K1: no pod restarted on the way", async () => {
    const counts = await kubectl([
      "-n",
      namespace,
      "get",
      "pods",
      "-l",
      "app.kubernetes.io/name in (frontend,product-api,order-api,database)",
      "-o",
      "jsonpath={range .items[*]}{.status.containerStatuses[0].restartCount}{end}",
    ]);
    expect(counts).toMatch(/^0+$/);
  });
});

describe("staging, in use", () => {
  // an alert needs minutes to fire; the other tests go on meanwhile
  beforeAll(async () => {
    await kubectl(["create", "-f", "-"], crashing);
  });

  const crashing = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "crashing", namespace, labels: { "app.kubernetes.io/name": "crashing" } },
    spec: {
      automountServiceAccountToken: false,
      containers: [
        {
          name: "crashing",
          image: engine.images.node,
          command: ["node", "--eval", "process.exit(3)"],
          securityContext: {
            allowPrivilegeEscalation: false,
            runAsNonRoot: true,
            runAsUser: 1001,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
        },
      ],
    },
  };

  test("K1: a new release comes under load through each Service, new connections throughout, and no request fails", async () => {
    const asking = await runBeside(namespace, "asking", ["techcommerce-7", "techcommerce-8"]);
    for (const service of services)
      await expect.poll(asking.said, { timeout: 60_000 }).toContain(`enough of the old ${service}`);
    await staging.apply("techcommerce-8");
    const counts: Record<string, { old: number; fresh: number; failed: string[] }> = JSON.parse(await asking.ended());
    console.log(`rolling update: ${JSON.stringify(counts)}`);
    let all = 0;
    for (const service of services) {
      const { old = 0, fresh = 0, failed } = counts[service] ?? {};
      expect(failed, service).toEqual([]);
      expect([old >= 100, fresh >= 100], service).toEqual([true, true]);
      all += old + fresh;
    }
    expect(all).toBeGreaterThanOrEqual(1000);
  }, 400_000);

  test("T3 K6: whichever pod is killed, the database's too, every order a customer asked for is there once", async () => {
    const wanted = 60;
    const ordering = await runBeside(namespace, "ordering", [String(wanted)]);
    let after = 0;
    for (const name of ["product-api", "order-api", "frontend", "database"]) {
      after += 10;
      await expect.poll(ordering.said, { timeout: 120_000 }).toContain(`order ${after}\n`);
      const one = `app.kubernetes.io/name=${name}`;
      const pod = await kubectl([
        "-n",
        namespace,
        "get",
        "pods",
        "-l",
        one,
        "-o",
        "jsonpath={.items[0].metadata.name}",
      ]);
      await kubectl(["-n", namespace, "delete", "pod", pod, "--grace-period=0", "--force", "--wait=false"]);
    }
    expect(JSON.parse(await ordering.ended())).toEqual({ wanted, total: wanted + 1 });
  }, 400_000);

  describe("watched", () => {
    let watch: Watch;
    beforeAll(async () => {
      watch = await openWatch(namespace);
    }, 600_000);
    afterAll(() => watch?.close());

    test("M1 K4: Prometheus scrapes each service's pods with the rights that the bootstrap gives it", async () => {
      await expect.poll(watch.scraped, { timeout: 60_000, interval: 1000 }).toEqual([...services].sort());
    });

    test("K3: under load the autoscaler adds pods of product-api", async () => {
      const desired = () =>
        kubectl(["-n", namespace, "get", "hpa", "product-api", "-o", "jsonpath={.status.desiredReplicas}"]);
      const burning = await runBeside(namespace, "burning", []);
      await expect.poll(async () => Number(await desired()), { timeout: 180_000, interval: 3000 }).toBeGreaterThan(2);
      await burning.stop();
    }, 400_000);

    test("M2 D1: the alert for a crash loop fires, and names the pod", async () => {
      const told = async () =>
        (await watch.firing()).filter(({ pod }) => pod === "crashing").map(({ alertname }) => alertname);
      await expect.poll(told, { timeout: 300_000, interval: 3000 }).toContain("PodCrashLooping");
    }, 400_000);
  });
});
