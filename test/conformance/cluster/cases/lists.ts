import { expect } from "vitest";
import { type Bench, ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, list, text } from "../kit/json.ts";
import { configMap, container, pod } from "../kit/objects.ts";
import { refusal } from "../kit/status.ts";

async function five(b: Bench): Promise<void> {
  for (const name of ["a", "b", "c", "d", "e"])
    await b.create("configmaps", configMap(name, {}, { labels: { in: "five", tier: name < "c" ? "low" : "high" } }));
}

const namesOf = (body: unknown) => list(body, "items").map((item) => text(item, "metadata", "name"));

const selected = async (b: Bench, labelSelector: string) =>
  namesOf(ok(await b.api.get(b.path("configmaps"), { labelSelector }), 200));

export const lists = cases({
  "pages follow each other by continue, and say how many remain": async (b) => {
    await five(b);
    const page = async (token?: string) =>
      ok(
        await b.api.get(b.path("configmaps"), {
          limit: 2,
          fieldSelector: "metadata.name!=kube-root-ca.crt",
          ...(token ? { continue: token } : {}),
        }),
        200,
      );
    const first = await page();
    expect(namesOf(first)).toEqual(["a", "b"]);
    const second = await page(text(first, "metadata", "continue"));
    expect(namesOf(second)).toEqual(["c", "d"]);
    const third = await page(text(second, "metadata", "continue"));
    expect(namesOf(third)).toEqual(["e"]);
    expect(at(third, "metadata", "continue")).toBeUndefined();
  },
  "without a selector a page says how many items remain": async (b) => {
    await five(b);
    const everything = namesOf(ok(await b.api.get(b.path("configmaps")), 200)).length;
    const first = ok(await b.api.get(b.path("configmaps"), { limit: 2 }), 200);
    expect(at(first, "metadata", "remainingItemCount")).toBe(everything - 2);
  },
  "pages show one moment: what is made meanwhile is not in the next page": async (b) => {
    await five(b);
    const first = ok(await b.api.get(b.path("configmaps"), { limit: 3 }), 200);
    await b.create("configmaps", configMap("dd"));
    const next = ok(
      await b.api.get(b.path("configmaps"), { limit: 500, continue: text(first, "metadata", "continue") }),
      200,
    );
    expect(namesOf(next)).not.toContain("dd");
    expect(at(next, "metadata", "resourceVersion")).toBe(at(first, "metadata", "resourceVersion"));
  },
  "a continue token nobody gave is refused": async ({ api, path }) => {
    const answer = await api.get(path("configmaps"), { limit: 1, continue: "made-up" });
    expect(answer).toMatchObject(refusal(400, "BadRequest"));
    expect(text(answer.body, "message")).toContain("continue key is not valid");
  },
  "label selectors: equality, sets, presence and absence": async (b) => {
    await five(b);
    expect(await selected(b, "in=five,tier=low")).toEqual(["a", "b"]);
    expect(await selected(b, "in==five,tier!=low")).toEqual(["c", "d", "e"]);
    expect(await selected(b, "tier in (low,middle)")).toEqual(["a", "b"]);
    expect(await selected(b, "in,tier notin (low)")).toEqual(["c", "d", "e"]);
    expect(await selected(b, "in,!tier")).toEqual([]);
  },
  "a label selector that cannot be read is a BadRequest": async ({ api, path }) => {
    expect(await api.get(path("configmaps"), { labelSelector: "a in (" })).toMatchObject(refusal(400, "BadRequest"));
  },
  "field selectors: the name everywhere, the node and phase of pods": async (b) => {
    await b.create("pods", pod("p", [container(b, [])], { nodeSelector: { "no-such": "node" } }));
    const find = async (fieldSelector: string) => namesOf(ok(await b.api.get(b.path("pods"), { fieldSelector }), 200));
    expect(await find("metadata.name=p")).toEqual(["p"]);
    expect(await find("status.phase=Pending,spec.nodeName=")).toEqual(["p"]);
    expect(await find("status.phase!=Pending")).toEqual([]);
  },
  "a field selector the resource does not have is a BadRequest": async ({ api, path }) => {
    const answer = await api.get(path("configmaps"), { fieldSelector: "data.k=v" });
    expect(answer).toMatchObject(refusal(400, "BadRequest"));
    expect(text(answer.body, "message")).toContain(
      '"data.k" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
  },
  "a list of all namespaces finds what is in this one": async (b) => {
    await b.create("configmaps", configMap("a", {}, { labels: { "of-case": b.namespace } }));
    const answer = await b.api.get("/api/v1/configmaps", { labelSelector: `of-case=${b.namespace}` });
    expect(list(answer.body, "items").map((item) => text(item, "metadata", "namespace"))).toEqual([b.namespace]);
  },
  "a list at a resourceVersion of the future is refused as too large": async ({ api, path }) => {
    const answer = await api.get(path("configmaps"), { resourceVersion: "99999999999" });
    expect(answer).toMatchObject(refusal(504, "Timeout"));
    expect(text(answer.body, "message")).toContain("Too large resource version");
  },
});
