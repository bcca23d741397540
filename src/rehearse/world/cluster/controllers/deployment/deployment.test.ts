import { expect, test } from "vitest";
import { at, put } from "../../json/path.ts";
import { conditions, counts, deployment, namespace, type Stage, stage } from "../testing/stage.ts";

const type = "deployments.apps";
const image = (to: string) => (current: Parameters<typeof put>[0]) =>
  put(current, ["spec", "template", "spec", "containers"], [{ name: "main", image: to }]);
const sets = (here: Stage) =>
  here.store.list("replicasets.apps", { namespace }).map((set) => `${at(set, "spec", "replicas")}`);

test("a new Deployment makes one set, its pods, and says what it did", () => {
  const here = stage();
  here.store.create(type, deployment("web"));
  here.settle();
  const web = here.get(type, "web");
  expect(conditions(web)).toEqual([
    "Progressing True NewReplicaSetAvailable",
    "Available True MinimumReplicasAvailable",
  ]);
  expect(
    counts(web, "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "observedGeneration"),
  ).toEqual([2, 2, 2, 2, 1]);
  expect(web.metadata.annotations).toEqual({ "deployment.kubernetes.io/revision": "1" });
  const [set] = here.store.list("replicasets.apps");
  expect(here.said("web")).toEqual([`ScalingReplicaSet: Scaled up replica set ${set?.metadata.name} from 0 to 2`]);
  expect(here.pods().map((pod) => pod.metadata.name)).toEqual([
    expect.stringMatching(new RegExp(`^${set?.metadata.name}-[a-z0-9]{5}$`)),
    expect.stringMatching(new RegExp(`^${set?.metadata.name}-[a-z0-9]{5}$`)),
  ]);
});

test("a rolling update never has more than surge nor fewer ready than allowed", () => {
  const here = stage(({ image }) => (image === "web:2" ? { readyAfter: 3000 } : undefined));
  const probe = { readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 } };
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  here.store.create(type, deployment("web", { replicas: 3, strategy }, probe));
  here.clock.advance(5000);
  expect(counts(here.get(type, "web"), "availableReplicas")).toEqual([3]);
  const alive = () => here.pods().filter((pod) => pod.metadata.deletionTimestamp === undefined).length;
  const unsubscribe = here.store.subscribe("pods", () => {
    expect(alive()).toBeLessThanOrEqual(4);
    const ready = here.pods().filter((pod) => conditions(pod).includes("Ready True"));
    expect(ready.length).toBeGreaterThanOrEqual(2);
  });
  here.store.modify(type, namespace, "web", (current) =>
    put(current, ["spec", "template", "spec", "containers"], [{ name: "main", image: "web:2", ...probe }]),
  );
  here.clock.advance(60_000);
  unsubscribe();
  const web = here.get(type, "web");
  expect(counts(web, "updatedReplicas", "availableReplicas", "replicas")).toEqual([3, 3, 3]);
  expect(web.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("2");
});

test("a template that comes back reuses its set under a new number", () => {
  const here = stage();
  here.store.create(type, deployment("web"));
  here.settle();
  here.store.modify(type, namespace, "web", image("web:2"));
  here.settle();
  here.store.modify(type, namespace, "web", image("web:1"));
  here.settle();
  expect(here.get(type, "web").metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
  expect(sets(here).sort()).toEqual(["0", "2"]);
  const back = here.store.list("replicasets.apps").find((set) => at(set, "spec", "replicas") === 2);
  expect(back?.metadata.annotations?.["deployment.kubernetes.io/revision-history"]).toBe("1");
});

test("what never becomes ready is past its deadline, and the old pods stay", () => {
  const here = stage(({ image }) => (image === "web:2" ? { pull: "not-found" } : undefined));
  here.store.create(type, deployment("web", { progressDeadlineSeconds: 30 }));
  here.settle();
  here.store.modify(type, namespace, "web", image("web:2"));
  here.clock.advance(29_000);
  expect(conditions(here.get(type, "web"))).toContain("Progressing True ReplicaSetUpdated");
  here.clock.advance(2000);
  expect(conditions(here.get(type, "web"))).toEqual([
    "Progressing False ProgressDeadlineExceeded",
    "Available True MinimumReplicasAvailable",
  ]);
  expect(sets(here).sort()).toEqual(["1", "2"]);
});

test("a paused Deployment rolls nothing, but may be scaled", () => {
  const here = stage();
  here.store.create(type, deployment("web"));
  here.settle();
  here.store.modify(type, namespace, "web", (current) => put(image("web:2")(current), ["spec", "paused"], true));
  here.store.modify(type, namespace, "web", (current) => put(current, ["spec", "replicas"], 3));
  here.settle();
  expect(sets(here)).toEqual(["3"]);
  expect(conditions(here.get(type, "web"))).toContain("Progressing Unknown DeploymentPaused");
  here.store.modify(type, namespace, "web", (current) => put(current, ["spec", "paused"], false));
  here.settle();
  expect(sets(here).sort()).toEqual(["0", "3"]);
});

test("Recreate takes the old pods away before it makes new ones", () => {
  const here = stage(() => ({ stopTakes: 1000 }));
  here.store.create(type, deployment("web", { strategy: { type: "Recreate" } }));
  here.settle();
  here.store.modify(type, namespace, "web", image("web:2"));
  here.settle();
  expect(sets(here)).toEqual(["0"]);
  here.clock.advance(1000);
  expect(sets(here).sort()).toEqual(["0", "2"]);
});

test("sets beyond the history limit are dropped, oldest first", () => {
  const here = stage();
  here.store.create(type, deployment("web", { revisionHistoryLimit: 1 }));
  for (const to of ["web:1", "web:2", "web:3", "web:4"]) {
    here.store.modify(type, namespace, "web", image(to));
    here.clock.advance(1000);
  }
  expect(here.store.list("replicasets.apps")).toHaveLength(2);
});
