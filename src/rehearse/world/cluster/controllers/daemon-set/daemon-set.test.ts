import { expect, test } from "vitest";
import { at, put } from "../../json/path.ts";
import type { JsonObject } from "../../json/value.ts";
import { counts, namespace, type Stage, stage } from "../testing/stage.ts";

const type = "daemonsets.apps";
const nodes = [{ name: "a" }, { name: "b" }, { name: "c" }];
const daemonSet = (spec: JsonObject = {}): JsonObject => ({
  metadata: { name: "agent", namespace },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    template: {
      metadata: { labels: { app: "agent" } },
      spec: { containers: [{ name: "main", image: "agent:1" }] },
    },
    ...spec,
  },
});
const change = (here: Stage) =>
  here.store.modify(type, namespace, "agent", (current) =>
    put(current, ["spec", "template", "spec", "containers"], [{ name: "main", image: "agent:2" }]),
  );
const images = (here: Stage) => here.pods().map((pod) => at(pod, "spec", "containers", 0, "image"));

test("one pod on each node, each on its own", () => {
  const here = stage(undefined, { nodes });
  here.store.create(type, daemonSet());
  here.settle();
  expect(
    here
      .pods()
      .map((pod) => at(pod, "spec", "nodeName"))
      .sort(),
  ).toEqual(["a", "b", "c"]);
  expect(counts(here.get(type, "agent"), "desiredNumberScheduled", "numberAvailable")).toEqual([3, 3]);
});

test("an update takes one node at a time", () => {
  const here = stage(() => ({ stopTakes: 1000 }), { nodes });
  here.store.create(type, daemonSet());
  here.settle();
  const end = here.store.subscribe("pods", () => {
    const going = here.pods().filter((pod) => pod.metadata.deletionTimestamp !== undefined);
    expect(going.length).toBeLessThanOrEqual(1);
  });
  change(here);
  here.clock.advance(10_000);
  end();
  expect(images(here)).toEqual(["agent:2", "agent:2", "agent:2"]);
});

test("OnDelete leaves the pods to people", () => {
  const here = stage(undefined, { nodes });
  here.store.create(type, daemonSet({ updateStrategy: { type: "OnDelete" } }));
  here.settle();
  change(here);
  here.clock.advance(10_000);
  expect(images(here)).toEqual(["agent:1", "agent:1", "agent:1"]);
});
