import fc from "fast-check";
import { expect, test } from "vitest";
import { type Fault, leaderChanged, tooMany } from "../../../src/rehearse/world/cluster/faults/fault.ts";
import { textAt } from "../../../src/release/json/json.ts";
import { unhold } from "../../../src/release/story/hold.ts";
import { missing } from "./covers.ts";
import { configMap, deployment, secret, service } from "./manifests.ts";
import { isWrite, processes } from "./processes.ts";
import { byHand, fails, passes, startWorld, type World } from "./world.ts";

const faults: Readonly<Record<string, Fault>> = {
  "reset before": { kind: "reset", when: "before" },
  "reset after": { kind: "reset", when: "after" },
  half: { kind: "half" },
  close: { kind: "close" },
  delay: { kind: "delay", ms: 120 },
  "503": { kind: "answer", code: 503 },
  "leader changed": leaderChanged,
  "too many": tooMany(0),
  "watch gone": { kind: "watch", change: "gone" },
  "watch stale": { kind: "watch", change: "stale" },
};
/** Beside what is done to requests: the process itself is killed. */
const kinds = [...Object.keys(faults), "kill"].sort();

/** Which of the objects that may come and go a bundle has, and the letter that all of it carries. */
interface Bundle {
  readonly letter: string;
  readonly with: readonly ("api" | "conf" | "db")[];
}
interface Deploy extends Bundle {
  readonly do: "deploy";
  readonly smoke: boolean;
  readonly older: boolean;
  /** With leave to pass the hold there may be. */
  readonly releases: boolean;
  readonly fault: string | undefined;
}
type Step =
  | Deploy
  | (Bundle & { readonly do: "killed"; readonly write: number })
  | { readonly do: "rollback"; readonly fault: string | undefined }
  | { readonly do: "unhold" }
  | { readonly do: "by hand" };

const objectsOf = ({ letter, with: more }: Bundle) => [
  deployment("web", letter, { replicas: 1, env: { LETTER: letter } }),
  service("web"),
  ...(more.includes("api") ? [deployment("api", letter, { replicas: 1 })] : []),
  ...(more.includes("conf") ? [configMap("conf", { letter })] : []),
  ...(more.includes("db") ? [secret("db", { password: `password-${letter}` })] : []),
];
const comeAndGo = [
  ["api", "Deployment", "apps/v1"],
  ["conf", "ConfigMap", "v1"],
] as const;

const fault = fc.option(fc.constantFrom(...Object.keys(faults)), { nil: undefined, freq: 3 });
const bundle = { letter: fc.constantFrom(..."abcd"), with: fc.subarray(["api", "conf", "db"] as const) };
const deploying = fc.record({
  do: fc.constant("deploy" as const),
  ...bundle,
  smoke: fc.boolean(),
  older: fc.boolean(),
  releases: fc.boolean(),
  fault,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: deploying },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("killed" as const), ...bundle, write: fc.integer({ min: 1, max: 14 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("rollback" as const), fault }) },
  { weight: 1, arbitrary: fc.constant({ do: "unhold" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "by hand" as const }) },
);
/** How a sequence begins: often with two releases that work, so that there is something to go back to. */
const worked = (letter: string): Step => ({
  do: "deploy",
  letter,
  with: ["conf"],
  smoke: true,
  older: false,
  releases: false,
  fault: undefined,
});
const first = fc.constantFrom<readonly Step[]>([], [worked("a"), worked("b")]);
/** Somebody goes back, and the next deploy comes without knowing of it. */
const heldUp = fc.tuple(fc.boolean(), deploying).map(([releases, one]): readonly Step[] => [
  { do: "rollback", fault: undefined },
  { ...one, releases, older: false },
]);
const middle: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(step, { minLength: 1, maxLength: 4 }),
    fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: heldUp }),
  )
  .map(([steps, more]) => [...steps, ...more]);
/** How a sequence ends: mostly somebody mends what is wrong and deploys. */
const last: fc.Arbitrary<readonly Step[]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ ...bundle, letter: fc.constant("e"), fault })
      .map((mended): readonly Step[] => [
        { do: "unhold" },
        { do: "deploy", smoke: true, older: false, releases: false, ...mended },
      ]),
  },
  { weight: 1, arbitrary: fault.map((name): readonly Step[] => [{ do: "rollback", fault: name }]) },
);
const sequence = fc.tuple(first, middle, last).map((parts) => parts.flat());

/** One sequence in a world of its own: which faults struck, how its last run ended, and how many a hold turned away. */
async function carryOut(world: World, steps: readonly Step[], lastFault: string | undefined) {
  const own = processes(world);
  // what a killed process leaves behind runs out soon; this one is not hurried
  const site = { timing: { leaseMs: 10_000, requestMs: 500 } };
  const struck = new Set<string>();
  let turnedAway = 0;
  const bundles = new Map<string, Bundle>();
  let [order, highest, end] = [10, 0, ""];
  /** What is held, as we expect it: set by a rollback, ended by a person or by a deploy that goes live. */
  let held: string | undefined;
  let left: string | undefined;
  const striking = async <T>(name: string | undefined, work: () => Promise<T>): Promise<T> => {
    const what = name === undefined ? undefined : faults[name];
    if (what === undefined || name === undefined) return work();
    let seen = 0;
    const match =
      what.kind === "watch"
        ? { verb: "watch" as const }
        : { where: ({ verb }: { verb: string }) => verb !== "watch" && seen++ % 5 === 2 };
    const handle = world.cluster.faults.add({ match, times: 5, fault: what });
    try {
      return await work();
    } finally {
      if (handle.hits > 0) struck.add(name);
      handle.remove();
    }
  };
  for (const step of steps) {
    const one = step === steps.at(-1) && "fault" in step ? { ...step, fault: lastFault } : step;
    if (one.do === "deploy" || one.do === "killed") {
      order += one.do === "deploy" && one.older ? -1 : 2;
      await world.manifests(...objectsOf(one));
      const known = new Set((await world.head()).entries.map(({ id }) => id));
      if (one.do === "killed") {
        const { child, ended } = own.start("deploy", order);
        const off = own.at(one.write, isWrite, () => child.kill("SIGKILL"));
        const { code } = await ended;
        off();
        if (code === null) struck.add("kill");
        end = "killed";
      } else {
        const prove = one.smoke ? passes : fails;
        const input = { timeoutMs: 40_000, afterwards: { prove }, releaseHold: one.releases ? held : undefined, site };
        const result = await striking(one.fault, () => world.deploy(order, input));
        end = result.status;
        if (held !== undefined && !one.releases) expect(["held", "superseded"]).toContain(end);
        if (end === "live") held = undefined;
        // whoever does not end as live is told what to do next
        if (result.status !== "live") expect([result.status, result.next]).toEqual([result.status, expect.any(String)]);
      }
      for (const { id } of (await world.head()).entries) if (!known.has(id)) bundles.set(id, one);
      if (end === "held") {
        turnedAway += 1;
        expect((await world.head()).entries.every(({ id }) => known.has(id))).toBe(true);
      }
    } else if (one.do === "rollback") {
      const back = await striking(one.fault, () =>
        world.rollback({ timeoutMs: 40_000, runner: { ...byHand, holder: `laptop/dana/${order}` }, site }),
      );
      end = back.result;
      if (end === "rolled-back") held = back.from;
      if (end !== "rolled-back" && end !== "not-needed") expect([end, back.next]).toEqual([end, expect.any(String)]);
    } else if (one.do === "unhold") {
      const { hold } = await world.head();
      order += 1;
      if (hold !== undefined)
        expect(await unhold(world.site(), hold.release, { by: "dana", reason: "looked at" })).toBe("lifted");
      held = undefined;
    } else {
      const kube = world.connection.view(new AbortController().signal);
      const web = { apiVersion: "v1", kind: "Service", namespace: "shop", name: "web" };
      if ((await kube.get(web)) !== undefined)
        await kube.jsonPatch(web, [{ op: "add", path: "/metadata/labels/theirs", value: "kept" }]);
    }
    const { entries, order: now, hold } = await world.head();
    expect(hold?.release).toBe(held);
    expect(now).toBeGreaterThanOrEqual(highest);
    highest = now;
    expect(entries.filter(({ status }) => status === "live").length).toBeLessThanOrEqual(1);
    // free, or left behind by a killed run that none which takes it has followed
    if (one.do === "killed") left = `acme/shop/${order}/1`;
    const holder = await own.holder();
    expect(["", left]).toContain(holder);
    if (holder === "") left = undefined;
  }
  if (end === "live" || end === "rolled-back") await isWhole(world, bundles, steps);
  return { struck, end, turnedAway };
}

/** The cluster is the live release's bundle, with what others added to it, and nothing of other releases. */
async function isWhole(world: World, bundles: ReadonlyMap<string, Bundle>, steps: readonly Step[]): Promise<void> {
  const { entries } = await world.head();
  const live = entries.filter(({ status }) => status === "live");
  expect(live).toHaveLength(1);
  expect(entries.filter(({ status }) => status === "pending" || status === "applied")).toEqual([]);
  const wanted = bundles.get(live[0]?.bundleOf ?? live[0]?.id ?? "");
  if (wanted === undefined) throw new Error("what is live was deployed by nobody");
  for (const object of objectsOf(wanted)) {
    const there = await world.get(object.kind, object.metadata.name, object.apiVersion);
    if (object.kind === "Secret") {
      // a rollback leaves Secrets as they are; only a deploy brings its own value
      expect(there).toBeDefined();
      continue;
    }
    expect([object.metadata.name, missing(object, there)]).toEqual([object.metadata.name, undefined]);
    expect(textAt(there, "metadata", "annotations", "tidegate.github.io/release")).toBe(live[0]?.id);
  }
  for (const [name, kind, apiVersion] of comeAndGo)
    if (!wanted.with.includes(name)) expect([name, await world.get(kind, name, apiVersion)]).toEqual([name, undefined]);
  const service = await world.get("Service", "web");
  const touched = textAt(service, "metadata", "labels", "theirs");
  if (!steps.some((one) => one.do === "by hand")) expect(touched).toBeUndefined();
  else expect(["kept", undefined]).toContain(touched);
}

test("whatever happened before: one that ends live is live alone, and the cluster is its bundle; the order never falls", async () => {
  // each fault has its turn in the last run
  const names = Object.keys(faults);
  const counts = { sequences: 0, ended: 0, turnedAway: 0 };
  const struckOnes = new Set<string>();
  const ends = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      await using world = await startWorld();
      const { struck, end, turnedAway } = await carryOut(world, steps, names[counts.sequences % names.length]);
      counts.sequences += 1;
      counts.turnedAway += turnedAway;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (end !== "live" && end !== "rolled-back") return;
      counts.ended += 1;
      for (const name of struck) struckOnes.add(name);
    }),
    { numRuns: 24, seed: 20261121, endOnFailure: true },
  );
  console.log(
    `${counts.sequences} sequences, ${counts.ended} ended live or rolled back (${[...ends].map(([end, times]) => `${end} ${times}`).join(", ")}), ${counts.turnedAway} deploys turned away by a hold; among them struck: ${[...struckOnes].sort().join(", ")}`,
  );
  expect(counts.ended * 2).toBeGreaterThanOrEqual(counts.sequences);
  expect(counts.turnedAway).toBeGreaterThan(0);
  expect([...struckOnes].sort()).toEqual(kinds);
}, 900_000);
