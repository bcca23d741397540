/** The stand-in cluster as kubectl sees it, without anything that acts on the objects. */
import { type ExecFileException, execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../../../src/rehearse/world/cluster/cluster.ts";
import type { PodAccess } from "../../../src/rehearse/world/cluster/pod-access.ts";
import { startCluster } from "../../../src/rehearse/world/cluster/start.ts";

let cluster: Cluster;
let home: string;
const echo = createServer((socket) => socket.pipe(socket));

const pods: PodAccess = {
  log: (_pod, _container, previous) =>
    previous
      ? 'previous terminated container "web" in pod "web" not found'
      : [1, 2, 3].map((n) => ({ time: n, text: `line ${n}` })),
  followLog: (_pod, _container, listener) => {
    const timer = setTimeout(() => {
      listener({ time: 4, text: "line 4" });
      listener(undefined);
    }, 5);
    return () => clearTimeout(timer);
  },
  dial: (_pod, port) =>
    new Promise((resolve, reject) => {
      const address = echo.address();
      if (port !== 7 || typeof address !== "object" || address === null) return reject(new Error("connection refused"));
      const socket = connect(address.port, "127.0.0.1", () => resolve(socket));
      return undefined;
    }),
  exec: async (_pod, _container, command, { stdin, stdout }) => {
    if (command[0] === "cat") for await (const chunk of stdin) stdout.write(chunk);
    else stdout.write(`ran ${command.join(" ")}\n`);
    return command[0] === "fail" ? 3 : 0;
  },
};

beforeAll(async () => {
  cluster = await startCluster({ controllers: () => ({ pods, stop: () => {} }) });
  home = await mkdtemp(join(tmpdir(), "cluster-"));
  await writeFile(join(home, "config"), cluster.kubeconfig);
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  await cluster.stop();
  echo.close();
  await rm(home, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const environment = () => ({ PATH: process.env["PATH"], HOME: home, KUBECONFIG: join(home, "config") });

function kubectl(args: readonly string[], input = ""): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      "kubectl",
      [...args],
      { env: environment() },
      (error: ExecFileException | null, out, err) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
      },
    );
    child.stdin?.end(input);
  });
}

const deployment = (image: string, replicas = 2) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "${image}", ports: [{ containerPort: 80 }] }] }
`;

describe("kubectl", () => {
  test("applies server-side, shows the difference, reports a conflict, and forces", async () => {
    const first = await kubectl(["apply", "--server-side", "--field-manager=ci", "-f", "-"], deployment("web:1"));
    expect(first).toMatchObject({ code: 0, out: "deployment.apps/web serverside-applied\n" });
    const diff = await kubectl(["diff", "--server-side", "--field-manager=ci", "-f", "-"], deployment("web:2"));
    expect(diff.code).toBe(1);
    expect(diff.out).toMatch(/^-\s+- image: web:1\n\+\s+- image: web:2$/m);
    const refused = await kubectl(["apply", "--server-side", "--field-manager=ops", "-f", "-"], deployment("web:2"));
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('conflict with "ci": .spec.template.spec.containers[name="web"].image');
    const forced = await kubectl(
      ["apply", "--server-side", "--force-conflicts", "--field-manager=ops", "-f", "-"],
      deployment("web:2"),
    );
    expect(forced.code).toBe(0);
  });

  test("applies client-side, dry-runs, and sees no change the second time", async () => {
    const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: plain }\ndata: { a: '1' }\n";
    expect((await kubectl(["apply", "-f", "-"], manifest)).out).toBe("configmap/plain created\n");
    expect((await kubectl(["apply", "-f", "-"], manifest)).out).toBe("configmap/plain unchanged\n");
    const changed = manifest.replace("'1'", "'2'");
    expect((await kubectl(["apply", "--dry-run=server", "-f", "-"], changed)).out).toBe(
      "configmap/plain configured (server dry run)\n",
    );
    expect((await kubectl(["get", "configmap", "plain", "-o", "jsonpath={.data.a}"])).out).toBe("1");
  });

  test("prints tables", async () => {
    await kubectl(["apply", "--server-side", "--force-conflicts", "-f", "-"], deployment("web:1"));
    const { out } = await kubectl(["get", "deployment", "web"]);
    expect(
      out
        .replace(/\s+\d+\w+$/m, "")
        .split("\n")
        .map((line) => line.trim().split(/\s{2,}/)),
    ).toEqual([["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"], ["web", "0/2", "0", "0"], [""]]);
  });

  test("refuses an unknown field before anything is written", async () => {
    const ran = await kubectl(["apply", "-f", "-"], deployment("web:1").replace("replicas:", "replicaas:"));
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('strict decoding error: unknown field "spec.replicaas"');
  });

  test("creates with typed commands, which speak protobuf", async () => {
    expect((await kubectl(["create", "namespace", "typed"])).out).toBe("namespace/typed created\n");
    expect((await kubectl(["-n", "typed", "create", "configmap", "a", "--from-literal=k=v"])).out).toBe(
      "configmap/a created\n",
    );
    expect((await kubectl(["-n", "typed", "get", "configmap", "a", "-o", "jsonpath={.data}"])).out).toBe('{"k":"v"}');
    const secret = await kubectl(["-n", "typed", "create", "secret", "generic", "s", "--from-literal=k=v"]);
    expect(secret.err + secret.out).toBe("secret/s created\n");
    expect((await kubectl(["-n", "typed", "create", "deployment", "d", "--image=web:1", "--replicas=0"])).code).toBe(0);
    expect((await kubectl(["-n", "typed", "get", "deployment", "d", "-o", "jsonpath={.spec.replicas}"])).out).toBe("0");
    expect((await kubectl(["auth", "can-i", "create", "pods"])).out.trim()).toBe("yes");
    expect((await kubectl(["auth", "can-i", "create", "pods", "--as=ada"])).out.trim()).toBe("no");
    const scaled = await kubectl(["-n", "typed", "scale", "deployment", "d", "--replicas=3"]);
    expect(scaled.err + scaled.out).toBe("deployment.apps/d scaled\n");
  });

  test("waits for a deletion, and for a condition", async () => {
    await kubectl(["create", "-f", "-"], "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: gone }\n");
    const waiting = kubectl(["wait", "--for=delete", "configmap/gone", "--timeout=20s"]);
    cluster.store.delete("configmaps", "default", "gone");
    expect((await waiting).code).toBe(0);
  });
});

describe("a running pod", () => {
  beforeAll(() => {
    cluster.store.create("pods", {
      metadata: { name: "web", namespace: "default" },
      spec: { nodeName: "n", containers: [{ name: "web", image: "web:1" }] },
    });
    cluster.store.modify("pods", "default", "web", (pod) => ({ ...pod, status: { phase: "Running" } }), {
      subresource: "status",
    });
  });

  test("shows its log, its tail, and what follows", async () => {
    expect((await kubectl(["logs", "web", "--tail=2"])).out).toBe("line 2\nline 3\n");
    expect((await kubectl(["logs", "web", "-f"])).out).toBe("line 1\nline 2\nline 3\nline 4\n");
    expect((await kubectl(["logs", "web", "-p"])).err).toContain(
      'previous terminated container "web" in pod "web" not found',
    );
  });

  test("runs a command, with its input and its exit code", async () => {
    expect((await kubectl(["exec", "web", "--", "date"])).out).toBe("ran date\n");
    expect((await kubectl(["exec", "-i", "web", "--", "cat"], "to and fro")).out).toBe("to and fro");
    expect((await kubectl(["exec", "web", "--", "fail"])).code).toBe(3);
  });

  test("is reached through port-forward", async () => {
    const forward = spawn("kubectl", ["port-forward", "pod/web", ":7"], { env: environment() });
    try {
      const port = await new Promise<number>((resolve, reject) => {
        let said = "";
        forward.stdout.on("data", (chunk) => {
          said += String(chunk);
          const found = /127\.0\.0\.1:(\d+) ->/.exec(said);
          if (found !== null) resolve(Number(found[1]));
        });
        forward.stderr.on("data", (chunk) => reject(new Error(String(chunk))));
      });
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(port, "127.0.0.1", () => socket.write("ping"));
        socket.on("data", (chunk) => {
          socket.end();
          resolve(String(chunk));
        });
        socket.on("error", reject);
      });
      expect(answer).toBe("ping");
    } finally {
      forward.kill();
    }
  });
});
