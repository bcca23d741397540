import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, text } from "../kit/json.ts";
import { configMap } from "../kit/objects.ts";
import { refusal } from "../kit/status.ts";

const lease = (holderIdentity: string, more: object = {}) => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name: "deploy", ...more },
  spec: {
    holderIdentity,
    leaseDurationSeconds: 30,
    acquireTime: "2026-01-01T00:00:00.000000Z",
    renewTime: "2026-01-01T00:00:01.500000Z",
    leaseTransitions: 0,
  },
});

export const leases = cases({
  "of ten who create the same Lease one succeeds": async ({ api, path }) => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => api.post(path("leases"), lease(`runner-${i}`))),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    const winner = answers.find((answer) => answer.status === 201);
    const kept = ok(await api.get(path("leases", "deploy")), 200);
    expect(at(kept, "spec", "holderIdentity")).toBe(at(winner?.body, "spec", "holderIdentity"));
  },
  "of ten who take a Lease over by its resourceVersion one succeeds": async ({ api, create, path }) => {
    const made = await create("leases", lease("old"));
    const resourceVersion = text(made, "metadata", "resourceVersion");
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        api.put(path("leases", "deploy"), lease(`runner-${i}`, { resourceVersion })),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    for (const answer of answers.filter((one) => one.status !== 200))
      expect(answer).toMatchObject(refusal(409, "Conflict"));
  },
  "an update of a Lease without a resourceVersion is refused": async ({ api, create, path }) => {
    await create("leases", lease("old"));
    const answer = await api.put(path("leases", "deploy"), lease("new"));
    expect(answer).toMatchObject(refusal(422, "Invalid"));
    expect(text(answer.body, "message")).toContain("metadata.resourceVersion: Invalid value: ");
    expect(text(answer.body, "message")).toContain("must be specified for an update");
  },
  "the times of a Lease keep their microseconds": async ({ create }) => {
    expect(at(await create("leases", lease("one")), "spec")).toMatchObject({
      acquireTime: "2026-01-01T00:00:00.000000Z",
      renewTime: "2026-01-01T00:00:01.500000Z",
    });
  },
  "of ten who swap a ConfigMap's value by resourceVersion one succeeds": async ({ api, create, path, read }) => {
    const made = await create("configmaps", configMap("head", { live: "r-1" }));
    const resourceVersion = text(made, "metadata", "resourceVersion");
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        api.patch(path("configmaps", "head"), "merge", { metadata: { resourceVersion }, data: { live: `r-${i + 2}` } }),
      ),
    );
    const won = answers.filter((answer) => answer.status === 200);
    expect(won).toHaveLength(1);
    expect(at(await read("configmaps", "head"), "data")).toEqual(at(won[0]?.body, "data"));
  },
});
