import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clients } from "./clients.ts";
import { killPart, pausePart, stopPart } from "./faults.ts";
import { until } from "./host/patience.ts";

const on = clients();
const namespace = `engine-${process.pid}`;
const inside = ["--namespace", namespace];

const labels = { app: "probe" };
const http = { name: "http", containerPort: 8080 };
const container = {
  name: "probe",
  image: on.engine.images.probe,
  env: [{ name: "VERSION", value: "one" }],
  ports: [http],
  readinessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 1 },
};
const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "probe" },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [container] } },
  },
};
const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "probe" },
  spec: { selector: labels, ports: [{ port: 80, targetPort: "http" }] },
};
const nobody = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "nobody" },
  spec: { selector: { app: "nobody" }, ports: [{ port: 80 }] },
};
/** A pod with a shell and Node in it, from which the others are reached. */
const visitor = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "visitor" },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "visitor", image: on.engine.images.node, command: ["sleep", "3600"] }],
  },
};

const fetching = (url: string) => [
  ...["exec", "visitor", ...inside, "--", "node", "--input-type=module", "--eval"],
  `process.stdout.write(await (await fetch(${JSON.stringify(url)})).text())`,
];
const get = (url: string) => on.kubectl(fetching(url));

beforeAll(async () => {
  await on.kubectl(["create", "namespace", namespace]);
  const items = [deployment, service, nobody, visitor];
  await on.kubectl(["apply", "--filename=-", ...inside], { apiVersion: "v1", kind: "List", items });
  await on.kubectl(["rollout", "status", "deployment/probe", "--timeout=120s", ...inside]);
  await on.kubectl(["wait", "pod/visitor", "--for=condition=Ready", "--timeout=120s", ...inside]);
});

afterAll(() => on.kubectl(["delete", "namespace", namespace, "--wait=false"]));

describe("a Deployment from the local registry", () => {
  it("becomes ready, and its logs can be read", async () => {
    const logs = await on.kubectl(["logs", "deployment/probe", ...inside]);
    expect(logs).toContain("version one listens on :8080");
  });

  it("is found by its Service's name, short and whole, from another pod", async () => {
    // ready pods are behind the Service once kube-proxy has heard of them
    await expect.poll(() => get("http://probe/").catch(String), { timeout: 30_000 }).toBe("one\n");
    expect(await get(`http://probe.${namespace}.svc.cluster.local/healthz`)).toBe("ok\n");
  });

  it("a Service without pods refuses, and nothing outside of the cluster answers for it", async () => {
    const { code, stdout, stderr } = await on.attempt(["kubectl", ...fetching("http://nobody/")]);
    expect([code, stdout], stderr).toEqual([1, ""]);
    expect(stderr).toContain("ECONNREFUSED");
  });

  it("is reached by one pod from another without a Service", async () => {
    const address = await on.kubectl([
      "get",
      "pods",
      "-l",
      "app=probe",
      ...inside,
      "-o=jsonpath={.items[0].status.podIP}",
    ]);
    expect(await get(`http://${address}:8080/healthz`)).toBe("ok\n");
  });

  it("is reached through port-forward", async () => {
    const forward = spawn("kubectl", ["port-forward", "service/probe", ":80", "--address=127.0.0.1", ...inside], {
      env: on.env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => forward.on("exit", resolve));
    try {
      const port = await new Promise<string>((resolve, reject) => {
        let said = "";
        forward.stdout.setEncoding("utf8").on("data", (text: string) => {
          said += text;
          const found = /127\.0\.0\.1:(\d+) ->/.exec(said)?.[1];
          if (found !== undefined) resolve(found);
        });
        forward.on("exit", (code) => reject(new Error(`port-forward ended with ${code}: ${said}`)));
      });
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("one\n");
    } finally {
      forward.kill();
      await ended;
    }
  });

  it("is reached through the API server's proxy for Services", async () => {
    expect(await on.kubectl(["get", "--raw", `/api/v1/namespaces/${namespace}/services/probe:80/proxy/`])).toBe(
      "one\n",
    );
  });
});

describe("RBAC", () => {
  it("denies what no role allows, and the audit log tells of it", async () => {
    const account = `system:serviceaccount:${namespace}:default`;
    const denied = await on.attempt(["kubectl", "get", "secrets", `--as=${account}`, ...inside]);
    expect(denied.code).toBe(1);
    expect(denied.stderr).toContain(`User "${account}" cannot list resource "secrets"`);

    const log = on.engine.auditLog;
    if (log === null) return; // a borrowed cluster keeps its log to itself
    const line = await until(
      () =>
        readFileSync(log, "utf8")
          .split("\n")
          .find((one) => one.includes(`"namespace":"${namespace}"`) && one.includes(`"${account}"`)),
      10_000,
    );
    expect(JSON.parse(line ?? "null")).toMatchObject({
      verb: "list",
      objectRef: { resource: "secrets", namespace },
      annotations: { "authorization.k8s.io/decision": "forbid" },
    });
  });
});

describe.runIf(on.engine.kind === "own")("parts that fail", () => {
  it("are started again when killed: the API server keeps what it had", async () => {
    await killPart("kube-apiserver");
    const found = await until(async () => {
      const asked = await on.attempt(["kubectl", "get", "deployment/probe", "--output=name", ...inside]);
      return asked.code === 0 ? asked.stdout.trim() : undefined;
    }, 60_000);
    expect(found).toBe("deployment.apps/probe");
  });

  it("can be kept away: without the registry its port refuses, and answers again afterwards", async () => {
    const ping = () =>
      fetch(`http://${on.engine.registry}/v2/`).then(
        (answer) => answer.status,
        () => "refused",
      );
    const start = await stopPart("docker-registry");
    expect(await until(async () => ((await ping()) === "refused" ? true : undefined), 30_000)).toBe(true);
    await start();
    expect(await until(async () => ((await ping()) === 200 ? true : undefined), 30_000)).toBe(true);
  });

  it("can be paused: without etcd the API server does not answer in time, and does again afterwards", async () => {
    const goOn = pausePart("etcd");
    try {
      const asked = await on.attempt(["kubectl", "get", "pods", "--request-timeout=2s", ...inside]);
      expect(asked.code).toBe(1);
    } finally {
      goOn();
    }
    const found = await until(async () => {
      const asked = await on.attempt(["kubectl", "get", "pods", "--output=name", ...inside]);
      return asked.code === 0 ? asked.stdout : undefined;
    }, 60_000);
    expect(found).toContain("pod/visitor");
  });
});

describe.runIf(on.engine.kind === "own")("metrics", () => {
  it("are measured for pods", async () => {
    const used = await until(async () => {
      const top = await on.attempt(["kubectl", "top", "pod", "visitor", "--no-headers", ...inside]);
      return top.code === 0 && top.stdout !== "" ? top.stdout : undefined;
    }, 120_000);
    expect(used).toMatch(/^visitor\s+\d+m\s+\d+Mi/);
  });
});
