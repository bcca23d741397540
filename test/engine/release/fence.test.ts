/** The optional policy of k8s/bootstrap/fence.yaml, evaluated by a real API server. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { fence } from "../../../src/release/access/fence.ts";
import { epochAnnotation } from "../../../src/release/identity/marks.ts";
import { numberAt, textAt } from "../../../src/release/json/json.ts";
import { configMap } from "../../integration/release/manifests.ts";
import { until } from "../host/patience.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld("fence");
  await world.kubectl(["create", "-f", "-"], { apiVersion: "v1", kind: "List", items: named() });
});
afterAll(async () => {
  for (const { kind, metadata } of named()) await world.kubectl(["delete", kind, metadata.name]);
  await world[Symbol.asyncDispose]();
});

/** Under a name of its own: the cluster may have one already. */
const named = () => fence([world.namespace], `tidegate-epoch-${world.namespace}`);

const annotate = (epoch: string, name = "conf") =>
  world.kubectl(["annotate", "configmap", name, `${epochAnnotation}${epoch}`, "--overwrite"]);

test("row 26: a write under an older epoch is refused by the API server itself, and so is taking the epoch away", async () => {
  const app = await world.app("fence");
  expect((await app.deploy(1, [configMap("conf", { a: "1" })])).status).toBe("live");
  const refused = await until(async () => {
    // the API server takes a moment to learn of the policy
    const answer = await annotate("=0").catch((error: unknown) => String(error));
    if (answer.includes("written by a later deploy")) return true;
    await annotate("=1");
    return undefined;
  }, 30_000);
  expect(refused).toBe(true);
  await expect(annotate("-")).rejects.toThrow("written by a later deploy");
  // a person's own change, and the next deploys, pass
  await world.kubectl(["patch", "configmap", "conf", "--type=merge", "--patch", '{"data":{"b":"by hand"}}']);
  expect((await app.deploy(2, [configMap("conf", { a: "2" })])).status).toBe("live");
  expect((await app.rollback()).result).toBe("rolled-back");
  const lease = await app.get("Lease", "tidegate-fence-engine-lease", "coordination.k8s.io/v1");
  const conf = await app.get("ConfigMap", "conf");
  expect(textAt(conf, "metadata", "annotations", epochAnnotation)).toBe(
    String(numberAt(lease, "spec", "leaseTransitions")),
  );
}, 120_000);

test("what no release wrote is none of its business", async () => {
  await world.kubectl(["create", "configmap", "theirs"]);
  await world.kubectl(["annotate", "configmap", "theirs", "a=b"]);
  await annotate("=7", "theirs");
  await expect(annotate("=6", "theirs")).rejects.toThrow("written by a later deploy");
});
