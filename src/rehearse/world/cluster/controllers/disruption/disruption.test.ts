import { expect, test } from "vitest";
import type { JsonObject } from "../../json/value.ts";
import { counts, deployment, namespace, stage } from "../testing/stage.ts";

const type = "poddisruptionbudgets.policy";

test.each([
  ["a number that must stay", { minAvailable: 2 }, [3, 2, 1]],
  ["a share that must stay", { minAvailable: "50%" }, [3, 2, 1]],
  ["a number that may go", { maxUnavailable: 1 }, [3, 2, 1]],
  ["nothing may go", { maxUnavailable: 0 }, [3, 3, 0]],
])("%s", (_name, budget: JsonObject, expected) => {
  const here = stage();
  here.store.create("deployments.apps", deployment("web", { replicas: 3 }));
  here.store.create(type, {
    metadata: { name: "web", namespace },
    spec: { selector: { matchLabels: { app: "web" } }, ...budget },
  });
  here.settle();
  expect(counts(here.get(type, "web"), "expectedPods", "desiredHealthy", "disruptionsAllowed")).toEqual(expected);
});
