import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, list, text } from "../kit/json.ts";
import { configMap, container, deployment } from "../kit/objects.ts";
import { refusal } from "../kit/status.ts";

export const patches = cases({
  "a merge patch sets, and removes with null": async ({ api, create, path }) => {
    await create("configmaps", configMap("a", { keep: "1", gone: "1" }));
    const body = { data: { gone: null, added: "2" } };
    expect(at(ok(await api.patch(path("configmaps", "a"), "merge", body), 200), "data")).toEqual({
      keep: "1",
      added: "2",
    });
  },
  "a JSON patch runs in order, and its test guards it": async ({ api, create, path, read }) => {
    await create("configmaps", configMap("a", { k: "1" }));
    const patch = (expected: string) =>
      api.patch(path("configmaps", "a"), "json", [
        { op: "test", path: "/data/k", value: expected },
        { op: "replace", path: "/data/k", value: "2" },
        { op: "add", path: "/data/n~1m", value: "slash" },
      ]);
    const wrong = await patch("other");
    expect(wrong.status).toBe(422);
    expect(at(await read("configmaps", "a"), "data")).toEqual({ k: "1" });
    // "n/m" is no key of a ConfigMap: the whole patch fails, also the part that was fine
    expect(await patch("1")).toMatchObject(refusal(422, "Invalid"));
    expect(at(await read("configmaps", "a"), "data")).toEqual({ k: "1" });
  },
  "a JSON patch of a path that is not there is refused": async ({ api, create, path }) => {
    await create("configmaps", configMap("a", { k: "1" }));
    const answer = await api.patch(path("configmaps", "a"), "json", [{ op: "remove", path: "/data/none" }]);
    expect(answer).toMatchObject(refusal(422, "Invalid"));
    expect(text(answer.body, "message")).toContain("the server rejected our request due to an error in our request");
  },
  "a strategic patch merges containers by name and env by name": async (b) => {
    const first = container(b, [], { env: [{ name: "A", value: "1" }] });
    await b.create("deployments", deployment("web", 0, [first]));
    const patch = (containers: readonly object[]) =>
      b.api.patch(b.path("deployments", "web"), "strategic", { spec: { template: { spec: { containers } } } });
    const merged = ok(await patch([{ name: "main", env: [{ name: "B", value: "2" }] }]), 200);
    const env = list(merged, "spec", "template", "spec", "containers", 0, "env");
    expect(env.map((entry) => `${text(entry, "name")}=${text(entry, "value")}`).sort()).toEqual(["A=1", "B=2"]);
    const less = ok(await patch([{ name: "main", env: [{ name: "A", $patch: "delete" }] }]), 200);
    expect(list(less, "spec", "template", "spec", "containers", 0, "env")).toEqual([{ name: "B", value: "2" }]);
  },
  "a merge patch replaces a list whole": async (b) => {
    await b.create("deployments", deployment("web", 0, [container(b, []), { name: "side", image: b.image }]));
    const patched = await b.api.patch(b.path("deployments", "web"), "merge", {
      spec: { template: { spec: { containers: [{ name: "only", image: b.image }] } } },
    });
    expect(list(ok(patched, 200), "spec", "template", "spec", "containers").map((c) => text(c, "name"))).toEqual([
      "only",
    ]);
  },
  "a patch with a stale resourceVersion is a Conflict": async ({ api, create, path }) => {
    const made = await create("configmaps", configMap("a", { k: "1" }));
    ok(await api.patch(path("configmaps", "a"), "merge", { data: { k: "2" } }), 200);
    const stale = { metadata: { resourceVersion: text(made, "metadata", "resourceVersion") }, data: { k: "3" } };
    expect(await api.patch(path("configmaps", "a"), "merge", stale)).toMatchObject(refusal(409, "Conflict"));
  },
  "a patch of what is not there is NotFound": async ({ api, path }) => {
    expect(await api.patch(path("configmaps", "a"), "merge", {})).toMatchObject(refusal(404, "NotFound"));
  },
  "a patch of an unknown media type is refused with 415": async ({ api, create, path }) => {
    await create("configmaps", configMap("a"));
    const answer = await api.call("PATCH", path("configmaps", "a"), { body: {}, type: "application/json" });
    expect(answer).toMatchObject(refusal(415, "UnsupportedMediaType"));
  },
  "client-side kubectl apply removes what its last manifest had": async (b) => {
    const apply = (data: Record<string, string>) =>
      b.kubectl(["apply", "-f", "-"], JSON.stringify(configMap("a", data)));
    await apply({ k: "1", gone: "1" });
    ok(await b.api.patch(b.path("configmaps", "a"), "merge", { data: { theirs: "1" } }), 200);
    expect((await apply({ k: "2" })).stdout).toContain("configmap/a configured");
    expect(at(await b.read("configmaps", "a"), "data")).toEqual({ k: "2", theirs: "1" });
    expect((await apply({ k: "2" })).stdout).toContain("configmap/a unchanged");
  },
});
