import fc from "fast-check";
import { expect, test } from "vitest";
import { type Fault, leaderChanged, tooMany } from "../../../src/rehearse/world/cluster/faults/fault.ts";
import { textAt } from "../../../src/release/json/json.ts";
import { unhold } from "../../../src/release/story/hold.ts";
import { configMap, deployment } from "./manifests.ts";
import { fails, passes, run, startWorld } from "./world.ts";

const faults: Readonly<Record<string, Fault>> = {
  "reset before": { kind: "reset", when: "before" },
  "reset after": { kind: "reset", when: "after" },
  half: { kind: "half" },
  "503": { kind: "answer", code: 503 },
  "leader changed": leaderChanged,
  "too many": tooMany(0),
};

type Step =
  | {
      readonly do: "deploy";
      readonly letter: string;
      readonly smoke: boolean;
      readonly older: boolean;
      readonly fault: string | undefined;
    }
  | { readonly do: "rollback"; readonly fault: string | undefined }
  | { readonly do: "unhold" };

const fault = fc.option(fc.constantFrom(...Object.keys(faults)), { nil: undefined });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("deploy" as const),
      letter: fc.constantFrom("a", "b", "c", "d"),
      smoke: fc.boolean(),
      older: fc.boolean(),
      fault,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("rollback" as const), fault }) },
  { weight: 1, arbitrary: fc.constant({ do: "unhold" as const }) },
);

/** How a sequence ends: mostly somebody mends what is wrong and deploys. */
const last: fc.Arbitrary<readonly Step[]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fault.map((name): readonly Step[] => [
      { do: "unhold" },
      { do: "deploy", letter: "e", smoke: true, older: false, fault: name },
    ]),
  },
  { weight: 1, arbitrary: fault.map((name): readonly Step[] => [{ do: "rollback", fault: name }]) },
);
const sequence = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 4 }), last)
  .map(([steps, end]) => [...steps, ...end]);

test("whatever happened before: one that ends live is live alone, and the cluster is its bundle; the order never falls", async () => {
  const counts = { sequences: 0, ended: 0 };
  const hit = new Set<string>();
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      await using world = await startWorld();
      let order = 10;
      let highest = 0;
      let ended = "";
      const striking = async <T>(name: string | undefined, work: () => Promise<T>): Promise<T> => {
        const what = name === undefined ? undefined : faults[name];
        if (what === undefined || name === undefined) return work();
        let seen = 0;
        const handle = world.cluster.faults.add({
          match: { where: ({ verb }) => verb !== "watch" && seen++ % 5 === 2 },
          times: 5,
          fault: what,
        });
        try {
          return await work();
        } finally {
          if (handle.hits > 0) hit.add(name);
          handle.remove();
        }
      };
      for (const one of steps) {
        if (one.do === "deploy") {
          order += one.older ? -1 : 2;
          await world.manifests(
            deployment("web", one.letter, { replicas: 1 }),
            configMap("conf", { letter: one.letter }),
          );
          ended = (
            await striking(one.fault, () =>
              world.deploy(order, { timeoutMs: 30_000, afterwards: { prove: one.smoke ? passes : fails } }),
            )
          ).status;
        } else if (one.do === "rollback") {
          ended = (
            await striking(one.fault, () =>
              world.rollback({
                timeoutMs: 30_000,
                runner: { ...run(order), order: "next", holder: `laptop/dana/${order}` },
              }),
            )
          ).result;
        } else {
          const { hold } = await world.head();
          order += 1;
          if (hold !== undefined)
            expect(await unhold(world.site(), hold.release, { by: "dana", reason: "looked at" })).toBe("lifted");
        }
        const { entries, order: now } = await world.head();
        expect(now).toBeGreaterThanOrEqual(highest);
        highest = now;
        expect(entries.filter(({ status }) => status === "live").length).toBeLessThanOrEqual(1);
        expect(
          await world
            .get("Lease", "tidegate-shop-staging-lease", "coordination.k8s.io/v1")
            .then((lease) => textAt(lease, "spec", "holderIdentity") ?? ""),
        ).toBe("");
      }
      counts.sequences += 1;
      if (ended !== "live" && ended !== "rolled-back") return;
      counts.ended += 1;
      const live = (await world.head()).entries.find(({ status }) => status === "live");
      const web = await world.get("Deployment", "web", "apps/v1");
      const conf = await world.get("ConfigMap", "conf");
      expect(textAt(web, "metadata", "annotations", "tidegate.github.io/release")).toBe(live?.id);
      expect(textAt(conf, "metadata", "annotations", "tidegate.github.io/release")).toBe(live?.id);
      expect(textAt(web, "spec", "template", "spec", "containers", 0, "image")?.at(-1)).toBe(
        textAt(conf, "data", "letter"),
      );
    }),
    { numRuns: 14, seed: 20261121 },
  );
  console.log(
    `${counts.sequences} sequences, ${counts.ended} ended live or rolled back; faults that struck: ${[...hit].sort().join(", ")}`,
  );
  expect(counts.ended * 2).toBeGreaterThanOrEqual(counts.sequences);
  expect([...hit].sort()).toEqual(Object.keys(faults).sort());
}, 600_000);
