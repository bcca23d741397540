import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clients } from "../clients.ts";

const { kubectl, engine } = clients();

const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 1001,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

export interface Beside {
  readonly said: () => Promise<string>;
  /** its last line, once it ended well */
  readonly ended: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Runs a program of `inside` as a pod in the shop's namespace: what it meets is what another pod would meet. */
export async function runBeside(
  namespace: string,
  program: "asking" | "burning" | "ordering",
  args: readonly string[],
): Promise<Beside> {
  const text = readFileSync(join(import.meta.dirname, "inside", `${program}.ts`), "utf8");
  const secret = { secretKeyRef: { name: "demo-login", key: "password" } };
  const container = {
    name: program,
    image: engine.images.node,
    command: ["node", `/program/${program}.ts`, ...args],
    env: [{ name: "DEMO_PASSWORD", valueFrom: secret }],
    securityContext: restricted,
    volumeMounts: [{ name: "program", mountPath: "/program", readOnly: true }],
  };
  await kubectl(["create", "-f", "-"], {
    apiVersion: "v1",
    kind: "List",
    items: [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: program, namespace },
        data: { [`${program}.ts`]: text },
      },
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: program, namespace },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          containers: [container],
          volumes: [{ name: "program", configMap: { name: program } }],
        },
      },
    ],
  });
  await kubectl(["-n", namespace, "wait", "--for=condition=Ready", "--timeout=60s", `pod/${program}`]);
  const said = () => kubectl(["-n", namespace, "logs", program]);
  return {
    said,
    ended: async () => {
      const done = "--for=jsonpath={.status.phase}=Succeeded";
      await kubectl(["-n", namespace, "wait", done, "--timeout=270s", `pod/${program}`]);
      return (await said()).trim().split("\n").at(-1) ?? "";
    },
    stop: async () => {
      await kubectl(["-n", namespace, "delete", "pod", program, "--grace-period=0", "--force"]);
    },
  };
}
