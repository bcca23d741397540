import { expect } from "vitest";
import { type Bench, ok } from "./bench.ts";
import { at, condition, isObject, list, number, text } from "./json.ts";

/** Until the Deployment is as its spec says: observed, all updated, all available, none of the old left. */
export const rolledOut = (b: Bench, name: string) =>
  b.until("deployments", name, (found) => {
    const replicas = at(found, "spec", "replicas");
    expect(at(found, "status", "observedGeneration")).toBe(number(found, "metadata", "generation"));
    for (const count of ["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"])
      expect(at(found, "status", count) ?? 0).toBe(replicas);
    expect(condition(found, "Progressing")).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
  });

/** Changes the arguments of the container `main`, which makes a new revision. */
export const withArgs = async (
  b: Bench,
  name: string,
  args: readonly string[],
  resource: "deployments" | "statefulsets" | "daemonsets" = "deployments",
) =>
  ok(
    await b.api.patch(b.path(resource, name), "strategic", {
      spec: { template: { spec: { containers: [{ name: "main", args }] } } },
    }),
    200,
  );

export async function podsOf(b: Bench, app: string): Promise<readonly unknown[]> {
  return b.items("pods", { labelSelector: `app=${app}` });
}

/** `status.containerStatuses[name].state`, as `[which, what is in it]`. */
export function stateOf(pod: unknown, name = "main", init = false): readonly [string, unknown] {
  const all = list(pod, "status", init ? "initContainerStatuses" : "containerStatuses").filter(isObject);
  const state = all.find((entry) => entry["name"] === name)?.["state"];
  const [first] = Object.entries(isObject(state) ? state : {});
  return first ?? ["none", undefined];
}

export const statusOf = (pod: unknown, name = "main") =>
  list(pod, "status", "containerStatuses")
    .filter(isObject)
    .find((entry) => entry["name"] === name);

export const revision = (object: unknown) => at(object, "metadata", "annotations", "deployment.kubernetes.io/revision");

/** `reason: message` of the events about an object of this name. */
export async function eventsOf(b: Bench, name: string): Promise<readonly string[]> {
  const events = await b.items("events", { fieldSelector: `involvedObject.name=${name}` });
  return events.map((event) => `${text(event, "reason")}: ${text(event, "message")}`);
}
