import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, text } from "../kit/json.ts";
import { configMap, container, deployment, job, service, statefulSet } from "../kit/objects.ts";
import { invalid, refusal } from "../kit/status.ts";

export const validation = cases({
  "a name that is no DNS subdomain is refused by field": async ({ api, path }) => {
    const answer = await api.post(path("configmaps"), configMap("Not_A_Name"));
    expect(answer).toMatchObject(invalid("metadata.name", "FieldValueInvalid"));
    expect(text(answer.body, "message")).toMatch(
      /^ConfigMap "Not_A_Name" is invalid: metadata.name: Invalid value: "Not_A_Name": a lowercase RFC 1123 subdomain must consist of/,
    );
  },
  "an object without a name is refused as Required": async ({ api, path }) => {
    const answer = await api.post(path("configmaps"), { apiVersion: "v1", kind: "ConfigMap" });
    expect(answer).toMatchObject(invalid("metadata.name", "FieldValueRequired"));
    expect(text(answer.body, "message")).toContain("metadata.name: Required value: name or generateName is required");
  },
  "a value of the wrong type is a BadRequest that names kind and field": async (b) => {
    const wrong = deployment("web", 1, [container(b, [])], { replicas: "three" });
    const answer = await b.api.post(b.path("deployments"), wrong);
    expect(answer).toMatchObject(refusal(400, "BadRequest"));
    expect(text(answer.body, "message")).toMatch(/Deployment in version "v1" cannot be handled as a Deployment/);
    expect(text(answer.body, "message")).toContain("spec.replicas");
  },
  "a body that is not JSON is a BadRequest": async ({ api, path }) => {
    expect(await api.post(path("configmaps"), "{ not json")).toMatchObject(refusal(400, "BadRequest"));
  },
  "an unknown field is a warning unless strict validation is asked for": async ({ api, path }) => {
    const odd = { ...configMap("a"), dada: { k: "v" } };
    const lenient = await api.post(path("configmaps"), odd, { query: { dryRun: "All" } });
    ok(lenient, 201);
    const strict = await api.post(path("configmaps"), odd, { query: { fieldValidation: "Strict" } });
    expect(strict).toMatchObject(refusal(400, "BadRequest"));
    expect(text(strict.body, "message")).toContain('strict decoding error: unknown field "dada"');
    const warned = await api.post(path("configmaps"), odd, { query: { fieldValidation: "Warn" } });
    ok(warned, 201);
    expect(String(warned.headers["warning"])).toContain('unknown field \\"dada\\"');
    expect(at(warned.body, "dada")).toBeUndefined();
  },
  "a Deployment whose selector does not match its template is refused": async (b) => {
    const wrong = deployment("web", 1, [container(b, [])], { selector: { matchLabels: { app: "other" } } });
    const answer = await b.api.post(b.path("deployments"), wrong);
    expect(answer).toMatchObject(invalid("spec.template.metadata.labels", "FieldValueInvalid"));
    expect(text(answer.body, "message")).toContain("`selector` does not match template `labels`");
  },
  "a Deployment without containers is refused as Required": async ({ api, path }) => {
    expect(await api.post(path("deployments"), deployment("web", 1, []))).toMatchObject(
      invalid("spec.template.spec.containers", "FieldValueRequired"),
    );
  },
  "a container without an image is refused as Required": async ({ api, path }) => {
    expect(await api.post(path("deployments"), deployment("web", 1, [{ name: "main" }]))).toMatchObject(
      invalid("spec.template.spec.containers[0].image", "FieldValueRequired"),
    );
  },
  "negative replicas are refused": async (b) => {
    expect(await b.api.post(b.path("deployments"), deployment("web", -1, [container(b, [])]))).toMatchObject(
      invalid("spec.replicas", "FieldValueInvalid"),
    );
  },
  "a Deployment's selector is immutable": async (b) => {
    await b.create("deployments", deployment("web", 0, [container(b, [])]));
    const answer = await b.api.patch(b.path("deployments", "web"), "merge", {
      spec: {
        selector: { matchLabels: { app: "web", extra: "x" } },
        template: { metadata: { labels: { extra: "x" } } },
      },
    });
    expect(answer).toMatchObject(invalid("spec.selector", "FieldValueInvalid"));
    expect(text(answer.body, "message")).toContain("field is immutable");
  },
  "a Job's template is immutable": async (b) => {
    await b.create("jobs", job("once", [container(b, ["--exit=0"])], { suspend: true }));
    const answer = await b.api.patch(b.path("jobs", "once"), "strategic", {
      spec: { template: { spec: { containers: [{ name: "main", args: ["--exit=1"] }] } } },
    });
    expect(answer).toMatchObject(invalid("spec.template", "FieldValueInvalid"));
    expect(text(answer.body, "message")).toContain("field is immutable");
  },
  "of a StatefulSet only some fields may change, and the refusal lists them": async (b) => {
    await b.create("statefulsets", statefulSet("db", 0, [container(b, [])]));
    const answer = await b.api.patch(b.path("statefulsets", "db"), "merge", { spec: { serviceName: "other" } });
    expect(answer).toMatchObject(invalid("spec", "FieldValueForbidden"));
    expect(text(answer.body, "message")).toMatch(
      /updates to statefulset spec for fields other than .*'replicas'.*'template'.* are forbidden/,
    );
  },
  "an immutable ConfigMap keeps its data, and stays immutable": async ({ api, create, path }) => {
    await create("configmaps", { ...configMap("a", { k: "1" }), immutable: true });
    const answer = await api.patch(path("configmaps", "a"), "merge", { data: { k: "2" } });
    expect(answer).toMatchObject(invalid("data", "FieldValueForbidden"));
    expect(text(answer.body, "message")).toContain("field is immutable when `immutable` is set");
    expect(await api.patch(path("configmaps", "a"), "merge", { immutable: false })).toMatchObject(
      invalid("immutable", "FieldValueForbidden"),
    );
    ok(await api.patch(path("configmaps", "a"), "merge", { metadata: { labels: { still: "yes" } } }), 200);
  },
  "the type of a Secret is immutable": async ({ api, create, path }) => {
    await create("secrets", { apiVersion: "v1", kind: "Secret", metadata: { name: "s" } });
    expect(await api.patch(path("secrets", "s"), "merge", { type: "example.com/other" })).toMatchObject(
      invalid("type", "FieldValueInvalid"),
    );
  },
  "the cluster IP of a Service is given once and may not change": async ({ api, create, path }) => {
    const made = await create("services", service("web"));
    expect(text(made, "spec", "clusterIP")).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    const answer = await api.patch(path("services", "web"), "merge", {
      spec: { clusterIP: "10.96.0.77", clusterIPs: ["10.96.0.77"] },
    });
    expect(answer).toMatchObject(invalid("spec.clusterIPs[0]", "FieldValueInvalid"));
  },
  "a Service without ports is refused": async ({ api, path }) => {
    expect(await api.post(path("services"), service("web", { ports: [] }))).toMatchObject(
      invalid("spec.ports", "FieldValueRequired"),
    );
  },
  "a label that is no label is refused": async ({ api, path }) => {
    expect(await api.post(path("configmaps"), configMap("a", {}, { labels: { a: "not a label" } }))).toMatchObject(
      invalid("metadata.labels", "FieldValueInvalid"),
    );
  },
  "several mistakes are named in one answer": async (b) => {
    const wrong = deployment("web", -1, [{ name: "main" }]);
    const answer = await b.api.post(b.path("deployments"), wrong);
    const causes = at(answer.body, "details", "causes");
    expect(causes).toHaveLength(2);
    expect(text(answer.body, "message")).toMatch(/^Deployment.apps "web" is invalid: \[.*, .*\]$/);
  },
});
