import { expect, test } from "vitest";
import { at, put } from "../../json/path.ts";
import type { JsonObject } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { counts, namespace, type Stage, stage } from "../testing/stage.ts";

const type = "statefulsets.apps";
const probe = { httpGet: { port: 80 }, periodSeconds: 1 };

const statefulSet = (spec: JsonObject = {}, image = "db:1"): JsonObject => ({
  metadata: { name: "db", namespace },
  spec: {
    replicas: 3,
    serviceName: "db",
    selector: { matchLabels: { app: "db" } },
    template: {
      metadata: { labels: { app: "db" } },
      spec: { containers: [{ name: "main", image, readinessProbe: probe }] },
    },
    ...spec,
  },
});
const change = (here: Stage, image: string) =>
  here.store.modify(type, namespace, "db", (current) =>
    put(current, ["spec", "template", "spec", "containers"], [{ name: "main", image, readinessProbe: probe }]),
  );
const images = (here: Stage) =>
  here.pods().map((pod) => `${pod.metadata.name} ${at(pod, "spec", "containers", 0, "image")}`);
const names = (here: Stage) => here.pods().map((pod: KubeObject) => pod.metadata.name);

test("pods come one after the other, each once the last is ready", () => {
  const here = stage(() => ({ readyAfter: 1000 }));
  here.store.create(type, statefulSet());
  here.settle();
  expect(names(here)).toEqual(["db-0"]);
  here.clock.advance(1000);
  expect(names(here)).toEqual(["db-0", "db-1"]);
  here.clock.advance(3000);
  expect(counts(here.get(type, "db"), "replicas", "readyReplicas", "availableReplicas")).toEqual([3, 3, 3]);
});

test("Parallel starts all at once", () => {
  const here = stage(() => ({ readyAfter: "never" }));
  here.store.create(type, statefulSet({ podManagementPolicy: "Parallel" }));
  here.settle();
  expect(names(here)).toEqual(["db-0", "db-1", "db-2"]);
});

test("an update goes down from the highest ordinal to the partition", () => {
  const here = stage();
  const updateStrategy = { type: "RollingUpdate", rollingUpdate: { partition: 1 } };
  here.store.create(type, statefulSet({ updateStrategy }));
  here.clock.advance(5000);
  change(here, "db:2");
  here.clock.advance(5000);
  expect(images(here)).toEqual(["db-0 db:1", "db-1 db:2", "db-2 db:2"]);
  expect(counts(here.get(type, "db"), "updatedReplicas", "currentReplicas")).toEqual([2, 1]);
});

test("a broken revision stays until somebody deletes its pod", () => {
  const here = stage(({ image }) => (image === "db:2" ? { exit: { code: 1 } } : undefined));
  here.store.create(type, statefulSet());
  here.clock.advance(5000);
  change(here, "db:2");
  here.clock.advance(20_000);
  change(here, "db:3");
  here.clock.advance(60_000);
  expect(images(here)).toEqual(["db-0 db:1", "db-1 db:1", "db-2 db:2"]);
  here.store.delete("pods", namespace, "db-2");
  here.clock.advance(60_000);
  expect(images(here)).toEqual(["db-0 db:3", "db-1 db:3", "db-2 db:3"]);
  const status = at(here.get(type, "db"), "status");
  expect(at(status, "currentRevision")).toBe(at(status, "updateRevision"));
});

test("each pod has claims of its own, which outlive it", () => {
  const here = stage();
  const claim = {
    metadata: { name: "data" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
      storageClassName: "fast",
    },
  };
  here.store.create("storageclasses.storage.k8s.io", {
    metadata: { name: "fast" },
    provisioner: "tidegate.github.io/stand-in",
  });
  here.store.create(type, statefulSet({ volumeClaimTemplates: [claim], replicas: 2 }));
  here.clock.advance(5000);
  here.store.modify(type, namespace, "db", (current) => put(current, ["spec", "replicas"], 1));
  here.clock.advance(5000);
  expect(names(here)).toEqual(["db-0"]);
  const claims = here.store.list("persistentvolumeclaims", { namespace });
  expect(claims.map((one) => `${one.metadata.name} ${at(one, "status", "phase")}`)).toEqual([
    "data-db-0 Bound",
    "data-db-1 Bound",
  ]);
});
