/** K1 to K6: the overlays on a real cluster, Pod Security enforced, from empty volumes to an order and its backup. */
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { shopSecrets } from "../../../tools/shop/secrets.ts";
import { clients } from "../clients.ts";

const { kubectl, docker, engine, env } = clients();
const root = join(import.meta.dirname, "../../..");
const namespace = `shop-cluster-${process.pid}`;
const services = ["frontend", "product-api", "order-api"] as const;
const image = (service: string) => `${engine.registry}/${namespace}/${service}`;

let folder: string;
let volumes: string;

/** The overlay as a deploy would bring it: own namespace, images by digest, and the annotations that name the release. */
function overlay(environment: string, digests: Readonly<Record<string, string>>): string {
  const into = join(folder, environment);
  mkdirSync(into, { recursive: true });
  const annotate = (service: string) => ({
    target: { kind: "Deployment", name: service },
    patch: JSON.stringify([
      {
        op: "add",
        path: "/spec/template/metadata/annotations",
        value: {
          "tidegate.github.io/release": "techcommerce-7",
          "tidegate.github.io/commit": "abc1234",
          [`tidegate.github.io/image.${service}`]: `${image(service)}@${digests[service]}`,
        },
      },
    ]),
  });
  const [postgres = "", tag = ""] = engine.images.postgres.split(/:(?=[^:/]+$)/);
  writeFileSync(
    join(into, "kustomization.yaml"),
    stringify({
      namespace,
      resources: [relative(into, join(root, "k8s/kustomize/overlays", environment))],
      images: [
        ...services.map((name) => ({ name, newName: image(name), digest: digests[name] })),
        { name: "docker.io/library/postgres", newName: postgres, newTag: tag },
      ],
      patches: services.map(annotate),
    }),
  );
  return into;
}

const volume = (name: string, claim: string) => {
  const path = join(volumes, name);
  mkdirSync(path);
  chmodSync(path, 0o777);
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `${namespace}-${name}`, labels: { shop: namespace } },
    spec: {
      capacity: { storage: "5Gi" },
      accessModes: ["ReadWriteOnce"],
      storageClassName: "",
      hostPath: { path },
      claimRef: { namespace, name: claim },
    },
  };
};

const digests: Record<string, string> = {};
beforeAll(async () => {
  folder = join(root, ".tidegate", namespace);
  volumes = mkdtempSync(join(tmpdir(), "shop-volumes-"));
  chmodSync(volumes, 0o755);
  for (const service of services) {
    const base = service === "product-api" ? `PYTHON_BASE=${engine.images.python}` : `NODE_BASE=${engine.images.node}`;
    const metadata = join(volumes, `${service}.json`);
    await docker([
      "buildx",
      "build",
      "--push",
      "--provenance=false",
      `--build-arg=${base}`,
      `--tag=${image(service)}:t`,
      `--metadata-file=${metadata}`,
      join(root, "services", service),
    ]);
    const built: { "containerimage.digest": string } = JSON.parse(readFileSync(metadata, "utf8"));
    digests[service] = built["containerimage.digest"];
  }
  const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
  await kubectl(["create", "-f", "-"], {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: restricted },
  });
  await kubectl(["apply", "-f", "-"], {
    apiVersion: "v1",
    kind: "List",
    items: [volume("data", "data-database-0"), volume("backups", "database-backups")],
  });
  await kubectl(["apply", "-f", join(root, "k8s/bootstrap/priority.yaml")]);
  await kubectl(["create", "-f", "-"], shopSecrets(namespace));
}, 300_000);
afterAll(async () => {
  // the namespace is this run's own: nothing waits for its pods' grace, which the database stretches to minutes
  await kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
  await kubectl(["delete", "persistentvolume", "-l", `shop=${namespace}`, "--ignore-not-found", "--wait=false"]);
  rmSync(folder, { recursive: true, force: true });
  rmSync(volumes, { recursive: true, force: true });
});

test.each(["staging", "production"])("K2: %s passes the API server's own dry run", async (environment) => {
  await kubectl(["apply", "--dry-run=server", "-k", overlay(environment, digests)]);
});

describe("K1 K6: staging, applied", () => {
  beforeAll(async () => {
    await kubectl(["apply", "-k", overlay("staging", digests)]);
    await kubectl([
      "-n",
      namespace,
      "wait",
      "--for=condition=complete",
      "--timeout=180s",
      "job/product-api-migrate",
      "job/order-api-migrate",
    ]);
    for (const service of services)
      await kubectl(["-n", namespace, "rollout", "status", `deploy/${service}`, "--timeout=120s"]);
  }, 400_000);

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
        image: `${image(service)}@${digests[service]}`,
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
