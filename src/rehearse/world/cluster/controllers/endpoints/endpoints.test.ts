import { expect, test } from "vitest";
import { at, put } from "../../json/path.ts";
import { objectsOf } from "../../json/value.ts";
import { deployment, namespace, type Stage, stage } from "../testing/stage.ts";

const probe = { readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 } };

function conditionsOf(here: Stage): readonly string[] {
  const [slice] = here.store.list("endpointslices.discovery.k8s.io", { namespace });
  return objectsOf(slice?.["endpoints"]).map((one) => JSON.stringify(one["conditions"]));
}
const ready = '{"ready":true,"serving":true,"terminating":false}';
const waiting = '{"ready":false,"serving":false,"terminating":false}';

test("an endpoint is ready when its pod is, and stays, terminating, while the pod drains", () => {
  const here = stage(() => ({ readyAfter: 2000, stopTakes: 3000 }));
  here.store.create("services", {
    metadata: { name: "web", namespace },
    spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http", name: "http" }] },
  });
  const ports = [{ containerPort: 8080, name: "http" }];
  here.store.create("deployments.apps", deployment("web", { replicas: 1 }, { ...probe, ports }));
  here.settle();
  expect(conditionsOf(here)).toEqual([waiting]);
  here.clock.advance(2000);
  expect(conditionsOf(here)).toEqual([ready]);
  const [slice] = here.store.list("endpointslices.discovery.k8s.io", { namespace });
  expect(slice?.["ports"]).toEqual([{ name: "http", port: 8080, protocol: "TCP" }]);
  here.store.modify("deployments.apps", namespace, "web", (web) => put(web, ["spec", "replicas"], 0));
  here.clock.advance(1000);
  expect(conditionsOf(here)).toEqual(['{"ready":false,"serving":true,"terminating":true}']);
  here.clock.advance(5000);
  expect(conditionsOf(here)).toEqual([]);
  expect(at(here.get("endpoints", "web"), "subsets")).toBeUndefined();
});
