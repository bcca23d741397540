import { expect } from "vitest";
import { type Bench, ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { hookServer } from "../kit/hook-server.ts";
import { at, text } from "../kit/json.ts";
import { configMap } from "../kit/objects.ts";
import { refusal } from "../kit/status.ts";

const configurations = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

/** A webhook for the ConfigMaps of this case's namespace alone. */
async function register(b: Bench, clientConfig: object, more: object = {}): Promise<void> {
  const name = `hook-${b.namespace}`;
  const made = await b.api.post(configurations, {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name },
    webhooks: [
      {
        name: "check.example.com",
        clientConfig,
        rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["configmaps"] }],
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": b.namespace } },
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
        timeoutSeconds: 2,
        failurePolicy: "Fail",
        ...more,
      },
    ],
  });
  ok(made, 201);
  b.cleanup(() => b.api.delete(`${configurations}/${name}`));
}

export const webhooks = cases({
  "a webhook's denial is Forbidden with its own words": async (b) => {
    const server = await hookServer((review) =>
      at(review, "request", "object", "data", "bad") === undefined ? "allow" : { deny: "no bad things here" },
    );
    b.cleanup(() => server.close());
    await register(b, { url: server.url, caBundle: server.caBundle });
    await b.eventually(async () => {
      const refused = await b.api.post(b.path("configmaps"), configMap("a", { bad: "1" }), {
        query: { dryRun: "All" },
      });
      expect(refused).toMatchObject({ status: 403 });
      expect(text(refused.body, "message")).toBe(
        'admission webhook "check.example.com" denied the request: no bad things here',
      );
    });
    await b.create("configmaps", configMap("a", { good: "1" }));
  },
  "a webhook that is down is an InternalError that names it": async (b) => {
    const server = await hookServer(() => "allow");
    await server.close();
    await register(b, { url: server.url, caBundle: server.caBundle });
    await b.eventually(async () => {
      const answer = await b.api.post(b.path("configmaps"), configMap("a"), { query: { dryRun: "All" } });
      expect(answer).toMatchObject(refusal(500, "InternalError"));
      expect(text(answer.body, "message")).toMatch(
        /^Internal error occurred: failed calling webhook "check\.example\.com": failed to call webhook: Post "https:\/\/127\.0\.0\.1:\d+\/\?timeout=2s": dial tcp 127\.0\.0\.1:\d+: connect: connection refused$/,
      );
    });
  },
  "a webhook that is down and may be ignored stops nothing": async (b) => {
    const server = await hookServer(() => "allow");
    await server.close();
    await register(b, { url: server.url, caBundle: server.caBundle }, { failurePolicy: "Ignore" });
    await b.create("configmaps", configMap("a"));
  },
});
