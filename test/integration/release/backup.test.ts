import { expect, test } from "vitest";
import type { KubeObject } from "../../../src/release/kube/object.ts";
import { deployment, job } from "./manifests.ts";
import { namespace, startWorld } from "./world.ts";

/** A Job that saves to a claim, as the shop's does. */
const backup = (script: object = {}): KubeObject => {
  const made = job("backup", "c", { script });
  const { template } = made.spec;
  const volumes = [{ name: "backups", persistentVolumeClaim: { claimName: "backups" } }];
  return { ...made, spec: { ...made.spec, template: { ...template, spec: { ...template.spec, volumes } } } };
};
const storage = { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], hostPath: { path: "/backups" } };
const volume = { apiVersion: "v1", kind: "PersistentVolume", metadata: { name: "backups" }, spec: storage };
const claim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "backups", namespace },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
};

test("P6: the backup ends before the first change, and its failure leaves everything as it was", async () => {
  await using world = await startWorld();
  const kube = world.connection.view(new AbortController().signal);
  await kube.create(volume);
  await kube.create(claim);
  await world.manifests(deployment("web", "a"));
  expect(await world.deploy(1, { backup: backup({ exit: { code: 0 } }) })).toMatchObject({ status: "live" });
  const saved = world.said.indexOf("backup: backup-1-1 is running");
  expect(saved).toBeGreaterThan(-1);
  expect(world.said.findIndex((line) => /objects? applied/.test(line))).toBeGreaterThan(saved);

  await world.manifests(deployment("web", "b"));
  const failed = await world.deploy(2, { backup: backup({ exit: { code: 3 } }) });
  expect(failed).toMatchObject({ verdict: "findings", status: "failed" });
  expect(failed.cause).toMatch(/^backup: /);
  expect(JSON.stringify(await world.get("Deployment", "web", "apps/v1"))).toContain("a".repeat(64));
});

test("P6: where nothing was ever live and the claim is not there, the first deploy says that it saves nothing", async () => {
  await using world = await startWorld();
  await world.manifests(deployment("web", "a"));
  expect(await world.deploy(1, { backup: backup() })).toMatchObject({ status: "live" });
  expect(world.said).toContain("backup: left out, for nothing was ever live here and backups is not there yet");
});

test("P6: once something was live, a missing claim stops the deploy", async () => {
  await using world = await startWorld();
  await world.manifests(deployment("web", "a"));
  await world.deploy(1);
  await world.manifests(deployment("web", "b"));
  const stopped = await world.deploy(2, { backup: backup(), timeoutMs: 3_000 });
  expect(stopped).toMatchObject({ verdict: "findings", status: "failed" });
  expect(JSON.stringify(await world.get("Deployment", "web", "apps/v1"))).toContain("a".repeat(64));
});
