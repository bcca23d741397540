import { expect } from "vitest";
import { type Bench, ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, condition, list, text } from "../kit/json.ts";
import { container, deployment, pod, server } from "../kit/objects.ts";
import { eventsOf, rolledOut } from "../kit/rollout.ts";
import { refusal } from "../kit/status.ts";

const quota = (hard: Readonly<Record<string, string>>) => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "small" },
  spec: { hard },
});

/** The quota counts what is there before anything is held against it. */
async function quotaCounted(b: Bench, hard: Readonly<Record<string, string>>): Promise<void> {
  await b.create("resourcequotas", quota(hard));
  await b.until("resourcequotas", "small", (found) => expect(at(found, "status", "hard")).toEqual(hard));
}

const budget = (minAvailable: number) => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "web" },
  spec: { minAvailable, selector: { matchLabels: { app: "web" } } },
});

export const policies = cases({
  "beyond a quota an object is Forbidden, with what was asked, used and allowed": async (b) => {
    await quotaCounted(b, { "count/secrets": "1" });
    const secret = (name: string) => ({ apiVersion: "v1", kind: "Secret", metadata: { name } });
    await b.create("secrets", secret("one"));
    await b.until("resourcequotas", "small", (found) =>
      expect(at(found, "status", "used")).toEqual({ "count/secrets": "1" }),
    );
    const answer = await b.api.post(b.path("secrets"), secret("two"));
    expect(answer).toMatchObject(refusal(403, "Forbidden", { details: { name: "two", kind: "secrets" } }));
    expect(text(answer.body, "message")).toBe(
      'secrets "two" is forbidden: exceeded quota: small, requested: count/secrets=1, used: count/secrets=1, limited: count/secrets=1',
    );
  },
  "pods beyond a quota: the ReplicaSet says FailedCreate, the Deployment ReplicaFailure": async (b) => {
    await quotaCounted(b, { pods: "1" });
    await b.create("deployments", deployment("web", 2, [server(b)]));
    const found = await b.until("deployments", "web", (object) =>
      expect(condition(object, "ReplicaFailure")).toMatchObject({ status: "True", reason: "FailedCreate" }),
    );
    expect(String(condition(found, "ReplicaFailure")?.["message"])).toMatch(
      /^pods "web-[a-z0-9]+-[a-z0-9]+" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1$/,
    );
    const [set] = await b.items("replicasets");
    expect(condition(set, "ReplicaFailure")).toMatchObject({ status: "True", reason: "FailedCreate" });
    await b.eventually(async () =>
      expect(await eventsOf(b, text(set, "metadata", "name"))).toContainEqual(
        expect.stringMatching(/^FailedCreate: Error creating: pods "web-.* is forbidden: exceeded quota/),
      ),
    );
    ok(await b.api.patch(b.path("resourcequotas", "small"), "merge", { spec: { hard: { pods: "5" } } }), 200);
    const done = await rolledOut(b, "web");
    expect(condition(done, "ReplicaFailure")).toBeUndefined();
  },
  "a quota on cpu asks every container to say what it wants": async (b) => {
    await quotaCounted(b, { "requests.cpu": "1" });
    const answer = await b.api.post(b.path("pods"), pod("p", [container(b, [])]));
    expect(answer).toMatchObject(refusal(403, "Forbidden"));
    expect(text(answer.body, "message")).toContain("failed quota: small: must specify requests.cpu for: main");
  },
  "a restricted namespace refuses an ordinary pod, naming each rule": async (b) => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    ok(await b.api.patch(`/api/v1/namespaces/${b.namespace}`, "merge", { metadata: { labels } }), 200);
    const answer = await b.eventually(async () => {
      const refused = await b.api.post(b.path("pods"), pod("p", [container(b, [])]), { query: { dryRun: "All" } });
      expect(refused).toMatchObject(refusal(403, "Forbidden"));
      return refused;
    });
    const message = text(answer.body, "message");
    expect(message).toMatch(/^pods "p" is forbidden: violates PodSecurity "restricted:latest": /);
    expect(message).toContain(
      'allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false)',
    );
    expect(message).toContain(
      'runAsNonRoot != true (pod or container "main" must set securityContext.runAsNonRoot=true)',
    );
  },
  "a restricted namespace warns about a Deployment whose pods it will refuse": async (b) => {
    const labels = {
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    };
    ok(await b.api.patch(`/api/v1/namespaces/${b.namespace}`, "merge", { metadata: { labels } }), 200);
    const wide = deployment("web", 1, [container(b, [])]);
    await b.eventually(async () => {
      const answer = await b.api.post(b.path("deployments"), wide, { query: { dryRun: "All" } });
      expect(String(answer.headers["warning"])).toContain('would violate PodSecurity \\"restricted:latest\\"');
    });
    await b.create("deployments", wide);
    await b.until("deployments", "web", (found) =>
      expect(String(condition(found, "ReplicaFailure")?.["message"])).toContain("violates PodSecurity"),
    );
  },
  "eviction is refused with 429 while a budget allows none, and done when it does": async (b) => {
    await b.create("poddisruptionbudgets", budget(1));
    await b.create("deployments", deployment("web", 1, [server(b)]));
    await rolledOut(b, "web");
    await b.until("poddisruptionbudgets", "web", (found) =>
      expect(at(found, "status")).toMatchObject({
        currentHealthy: 1,
        desiredHealthy: 1,
        disruptionsAllowed: 0,
        expectedPods: 1,
        observedGeneration: 1,
      }),
    );
    const [only] = await b.items("pods");
    const name = text(only, "metadata", "name");
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name } };
    const refused = await b.api.post(b.path("pods", name, "eviction"), eviction);
    expect(refused).toMatchObject(
      refusal(429, "TooManyRequests", {
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: { causes: [{ reason: "DisruptionBudget" }] },
      }),
    );
    ok(await b.api.patch(b.path("deployments", "web"), "merge", { spec: { replicas: 2 } }), 200);
    await b.until("poddisruptionbudgets", "web", (found) => {
      expect(at(found, "status", "disruptionsAllowed")).toBe(1);
      expect(condition(found, "DisruptionAllowed")).toMatchObject({ status: "True", reason: "SufficientPods" });
    });
    ok(await b.api.post(b.path("pods", name, "eviction"), eviction), 201);
    await b.eventually(async () => expect((await b.api.get(b.path("pods", name))).status).toBe(404));
  },
  "an autoscaler lifts a workload to its minimum through /scale, and owns the field": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    await b.create("horizontalpodautoscalers", {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "web" },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
        minReplicas: 2,
        maxReplicas: 3,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
        ],
      },
    });
    const found = await b.until("deployments", "web", (object) => expect(at(object, "spec", "replicas")).toBe(2));
    const owners = list(found, "metadata", "managedFields");
    expect(JSON.stringify(owners)).toContain('"manager":"kube-controller-manager","operation":"Update"');
    const scaler = await b.until("horizontalpodautoscalers", "web", (object) =>
      expect(at(object, "status", "desiredReplicas")).toBe(2),
    );
    expect(condition(scaler, "AbleToScale")).toMatchObject({ status: "True" });
    await b.eventually(async () =>
      expect(await eventsOf(b, "web")).toContain(
        "SuccessfulRescale: New size: 2; reason: Current number of replicas below Spec.MinReplicas",
      ),
    );
  },
  "a claim without a class stays Pending, and an event says what it waits for": async (b) => {
    const claim = (name: string, more: object = {}) => ({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, ...more },
    });
    await b.create("persistentvolumeclaims", claim("bare"));
    await b.create("persistentvolumeclaims", claim("classy", { storageClassName: "none-such" }));
    await b.eventually(async () => {
      expect(await eventsOf(b, "bare")).toContain(
        "FailedBinding: no persistent volumes available for this claim and no storage class is set",
      );
      expect(await eventsOf(b, "classy")).toContain(
        'ProvisioningFailed: storageclass.storage.k8s.io "none-such" not found',
      );
    });
    await b.create(
      "pods",
      pod("p", [container(b, [])], {
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "bare" } }],
      }),
    );
    await b.until("pods", "p", (found) =>
      expect(String(condition(found, "PodScheduled")?.["message"])).toMatch(
        /pod has unbound immediate PersistentVolumeClaims/,
      ),
    );
  },
  "a budget of a share counts what the controllers want": async (b) => {
    await b.create("poddisruptionbudgets", {
      ...budget(1),
      spec: { maxUnavailable: "50%", selector: { matchLabels: { app: "web" } } },
    });
    await b.create("deployments", deployment("web", 2, [server(b)]));
    await b.until("poddisruptionbudgets", "web", (found) =>
      expect(at(found, "status")).toMatchObject({ expectedPods: 2, desiredHealthy: 1, disruptionsAllowed: 1 }),
    );
  },
});
