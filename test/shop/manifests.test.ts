import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { shopSecrets } from "../../tools/shop/secrets.ts";
import { file, find, render, renderWith, root, settings, workloads } from "./manifests.ts";
import { openPaths, wantedPaths } from "./paths.ts";

const environments = ["staging", "production"] as const;
const services = ["frontend", "product-api", "order-api"] as const;
const rendered = { staging: render("kustomize/overlays/staging"), production: render("kustomize/overlays/production") };
const backup = file("backup/job.yaml");
const source = (path: string) => readFileSync(join(root, "services", path), "utf8");

const serviceSchema = v.looseObject({
  spec: v.looseObject({
    clusterIP: v.optional(v.string()),
    selector: v.record(v.string(), v.string()),
    ports: v.array(v.looseObject({ port: v.number(), targetPort: v.string() })),
  }),
});

describe.each(environments)("%s", (environment) => {
  const objects = rendered[environment];
  const shop = workloads([...objects, ...backup]);
  const workload = (name: string) => {
    const found = shop.find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`no workload "${name}"`);
    return found;
  };
  const container = (name: string) => {
    const [only, ...more] = workload(name).spec.template.spec.containers;
    if (!only || more.length > 0) throw new Error(`"${name}" should have one container`);
    return only;
  };

  test("K1 K2: everything lies in the environment's own namespace, and nothing needs an administrator", () => {
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(
      new Set([`techcommerce-${environment}`]),
    );
    const kinds = [...new Set(objects.map(({ kind }) => kind))].sort();
    expect(kinds).toEqual([
      "ConfigMap",
      "Deployment",
      "HorizontalPodAutoscaler",
      "Ingress",
      "Job",
      "NetworkPolicy",
      "PersistentVolumeClaim",
      ...(environment === "production" ? ["PodDisruptionBudget"] : []),
      "Service",
      "StatefulSet",
    ]);
  });

  test("no image can run but by a digest", () => {
    for (const one of shop)
      for (const { image } of one.spec.template.spec.containers)
        expect(image).toMatch(
          /^(frontend|product-api|order-api)$|^docker\.io\/library\/postgres:17-bookworm@sha256:[0-9a-f]{64}$/,
        );
  });

  test.each(services)("K1: %s's ports agree in image, settings, pod, Service and probes", (name) => {
    const port = Number(settings(objects, name)["PORT"]);
    const { ports, startupProbe, livenessProbe, readinessProbe } = container(name);
    expect(ports).toMatchObject([{ name: "http", containerPort: port }]);
    const { spec } = find(objects, "Service", name, serviceSchema);
    expect(spec).toMatchObject({ selector: { "app.kubernetes.io/name": name }, ports: [{ port, targetPort: "http" }] });
    expect(workload(name).spec.template.metadata.labels).toMatchObject(spec.selector);
    const dockerfile = source(`${name}/Dockerfile`);
    expect([/^ENV PORT=(\d+)/m.exec(dockerfile)?.[1], /^EXPOSE (\d+)/m.exec(dockerfile)?.[1]]).toEqual([
      `${port}`,
      `${port}`,
    ]);
    for (const probe of [startupProbe, livenessProbe, readinessProbe]) expect(probe?.httpGet?.port).toBe("http");
  });

  test.each(services)("K1: %s is asked on paths that it has, alive apart from ready", (name) => {
    const { startupProbe, livenessProbe, readinessProbe } = container(name);
    // frontend stands by order-api's own code, which a test beside this one holds together
    const document = name === "product-api" ? "product-api/product_api/openapi.json" : "order-api/src/openapi.json";
    const { paths } = v.parse(
      v.looseObject({ paths: v.record(v.string(), v.unknown()) }),
      JSON.parse(source(document)),
    );
    const asked = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet?.path ?? "none");
    expect(asked).toEqual(["/healthz", "/healthz", "/readyz"]);
    for (const path of asked) expect(Object.keys(paths)).toContain(path);
  });

  test.each(services)("T4: %s reads release, commit and image from the pod template", (name) => {
    const fields = Object.fromEntries(
      container(name).env.flatMap(({ name: env, valueFrom }) =>
        valueFrom?.fieldRef ? [[env, valueFrom.fieldRef.fieldPath]] : [],
      ),
    );
    expect(fields).toEqual({
      RELEASE: "metadata.annotations['tidegate.github.io/release']",
      COMMIT: "metadata.annotations['tidegate.github.io/commit']",
      IMAGE: `metadata.annotations['tidegate.github.io/image.${name}']`,
    });
  });

  test.each(services)("%s knows every setting that it is given", (name) => {
    const code =
      name === "product-api"
        ? source("product-api/product_api/settings.py") + source("product-api/gunicorn.conf.py")
        : source(`${name}/src/settings.ts`) + source(`${name}/src/serving/environment.ts`);
    const given = [...Object.keys(settings(objects, name)), ...container(name).env.map(({ name: env }) => env)];
    for (const env of given.filter((one) => one !== "DATABASE_PASSWORD")) expect(code, env).toContain(`"${env}"`);
  });

  test("K3: the autoscaler's target leaves replicas to it and states the CPU it is measured by", () => {
    const { spec } = find(objects, "HorizontalPodAutoscaler", "product-api", v.looseObject({ spec: v.unknown() }));
    expect(spec).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "product-api" },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
      ],
    });
    expect(workload("product-api").spec.replicas).toBeUndefined();
    expect(container("product-api").resources.requests.cpu).toMatch(/^\d+m$/);
  });

  test("K5: the open paths are those that the settings name, those from outside, and no other", () => {
    const { open, half, denied } = openPaths(objects, shop);
    const outside = [
      ...shop.map(
        ({ spec }) => `${spec.template.metadata.labels["app.kubernetes.io/name"]} -> kube-system/kube-dns:53`,
      ),
      ...services.flatMap((name) => {
        const port = settings(objects, name)["PORT"];
        return [`ingress-nginx/* -> ${name}:${port}`, `monitoring/* -> ${name}:${port}`];
      }),
    ];
    expect(open).toEqual([...wantedPaths(objects, shop), ...outside].sort());
    expect(half).toEqual([]);
    expect(denied.length).toBe(shop.length);
  });

  test("every pod passes Pod Security restricted, as user 1001 or PostgreSQL's 999, on a root it cannot write", () => {
    for (const { metadata, spec } of shop) {
      const pod = spec.template.spec;
      expect(pod.securityContext, metadata.name).toMatchObject({
        runAsNonRoot: true,
        runAsUser: pod.containers[0]?.image.includes("postgres") ? 999 : 1001,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(pod.automountServiceAccountToken, metadata.name).toBe(false);
      expect(pod.volumes.filter(({ hostPath }) => hostPath !== undefined)).toEqual([]);
      for (const one of pod.containers)
        expect(one.securityContext, metadata.name).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
    }
  });

  test("K1: every Secret that a pod reads is made by the generator and by the vault's component, key by key", () => {
    const read = new Set<string>();
    for (const { spec } of shop) {
      const pod = spec.template.spec;
      for (const { secret } of pod.volumes) if (secret) read.add(`${secret.secretName}/current.pem`);
      for (const { env } of pod.containers)
        for (const { valueFrom } of env)
          if (valueFrom?.secretKeyRef) read.add(`${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`);
    }
    const generated = shopSecrets("x").items.flatMap(({ metadata, stringData }) =>
      Object.keys(stringData).map((key) => `${metadata.name}/${key}`),
    );
    const External = v.looseObject({
      metadata: v.looseObject({ name: v.string() }),
      spec: v.looseObject({ data: v.array(v.looseObject({ secretKey: v.string() })) }),
    });
    const namespace = `techcommerce-${environment}`;
    const component = "kustomize/components/external-secrets";
    const withVault = renderWith(`kustomize/overlays/${environment}`, component, namespace);
    const added = withVault.filter(({ kind }) => kind === "ExternalSecret");
    expect(withVault.filter(({ kind }) => kind !== "ExternalSecret")).toEqual(objects);
    expect(new Set(added.map(({ metadata }) => metadata.namespace))).toEqual(new Set([namespace]));
    const vault = added
      .map((object) => v.parse(External, object))
      .flatMap(({ metadata, spec }) => spec.data.map(({ secretKey }) => `${metadata.name}/${secretKey}`));
    expect(generated.sort()).toEqual([...read].sort());
    expect(vault.sort()).toEqual([...read].sort());
    expect(objects.filter(({ kind }) => kind === "Secret")).toEqual([]);
  });

  test("K6: the database keeps its data on a volume that outlives it, and is asked by its own program", () => {
    const { spec } = find(objects, "StatefulSet", "database", v.looseObject({ spec: v.unknown() }));
    expect(spec).toMatchObject({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } }],
    });
    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"] as const)
      expect(container("database")[probe]).toMatchObject({ exec: { command: expect.arrayContaining(["pg_isready"]) } });
  });

  test("K7: the Ingress hands /api paths to their service, over TLS, and keeps what is not for customers inside", () => {
    const backend = v.object({ service: v.object({ name: v.string(), port: v.object({ name: v.string() }) }) });
    const Ingress = v.looseObject({
      spec: v.looseObject({
        tls: v.array(v.object({ hosts: v.array(v.string()), secretName: v.string() })),
        rules: v.array(
          v.object({
            host: v.string(),
            http: v.object({
              paths: v.array(v.object({ path: v.string(), pathType: v.picklist(["Exact", "Prefix"]), backend })),
            }),
          }),
        ),
      }),
    });
    const { spec } = find(objects, "Ingress", "shop", Ingress);
    expect(spec.rules.map(({ host }) => host)).toEqual(spec.tls.flatMap(({ hosts }) => hosts));
    const paths = spec.rules.flatMap(({ http }) => http.paths);
    const to = (asked: string) =>
      paths.find(({ path, pathType }) => asked === path || (pathType === "Prefix" && asked.startsWith(`${path}/`)))
        ?.backend.service.name;
    const answers = Object.fromEntries(
      [
        "/",
        "/shop/orders",
        "/img/mark.svg",
        "/version",
        "/api/products/x",
        "/api/orders",
        "/api/sessions",
        "/api/reservations",
        "/api/burn",
        "/metrics",
        "/healthz",
        "/readyz",
        "/products",
      ].map((path) => [path, to(path)]),
    );
    expect(answers).toEqual({
      "/": "frontend",
      "/shop/orders": "frontend",
      "/img/mark.svg": "frontend",
      "/version": "frontend",
      "/api/products/x": "product-api",
      "/api/orders": "order-api",
      "/api/sessions": "order-api",
    });
    for (const { backend: one } of paths)
      expect(find(objects, "Service", one.service.name, serviceSchema).spec.ports).toMatchObject([
        { name: one.service.port.name },
      ]);
  });

  test("P6: the backup's claim is in the bundle that the Job runs beside", () => {
    expect(
      objects.some(({ kind, metadata }) => kind === "PersistentVolumeClaim" && metadata.name === "database-backups"),
    ).toBe(true);
    expect(JSON.stringify(backup)).toContain('"claimName":"database-backups"');
  });
});
