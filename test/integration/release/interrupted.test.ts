/**
 * Row 15, at every await: while a story waits for a request, a pause or kubectl it may be interrupted. One run for each
 * time it waits; the signal itself is sent to a process in `killed.test.ts` and `killed-later.test.ts`.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Connection } from "../../../src/release/kube/connect.ts";
import type { Kube } from "../../../src/release/kube/kube.ts";
import { kubectlRunner, type RunKubectl } from "../../../src/release/kube/kubectl.ts";
import type { Site } from "../../../src/release/story/site.ts";
import { systemClock } from "../../../src/release/system-clock.ts";
import { bundle, type Processes, processes } from "./processes.ts";
import { fails, run, startWorld, type World } from "./world.ts";

let world: World;
let own: Processes;
beforeEach(async () => {
  world = await startWorld();
  own = processes(world);
  await world.manifests(...bundle("a"));
  expect((await world.deploy(1)).status).toBe("live");
});
afterEach(() => world[Symbol.asyncDispose]());

/**
 * The real kubectl, asked once for each bundle: starting it twice for every deploy would be most of the time, and what it
 * makes of a bundle stays the same.
 */
const rendered = new Map<string, ReturnType<RunKubectl>>();
const kubectlFor =
  (letter: string, signal: AbortSignal): RunKubectl =>
  async (args, input) => {
    const key = `${letter} ${args[0]}`;
    const ran =
      rendered.get(key) ?? kubectlRunner("kubectl", world.access.env, new AbortController().signal)(args, input);
    rendered.set(key, ran);
    const answer = await ran;
    signal.throwIfAborted();
    return answer;
  };

interface Interrupted {
  readonly site: Partial<Site>;
  readonly kubectl: (letter: string) => RunKubectl;
  /** When it was interrupted; undefined where it ended before. */
  readonly struckAt: () => number | undefined;
  /** How often something was waited for. */
  readonly seen: () => number;
}

/** A site where everything is stopped while the n-th thing is waited for: it is on its way, and not yet answered. */
function interruptedAt(n: number): Interrupted {
  const abort = new AbortController();
  let [seen, at]: [number, number | undefined] = [0, undefined];
  const place = () => {
    if (++seen !== n) return;
    at = performance.now();
    abort.abort(new Error("interrupted"));
  };
  const counted =
    <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> => {
      setImmediate(place);
      return work(...args);
    };
  const view: Connection["view"] = (signal, allowed) => {
    const kube = world.connection.view(signal, allowed);
    const pages: Kube["pages"] = async function* (listing) {
      setImmediate(place);
      for await (const page of kube.pages(listing)) {
        yield page;
        setImmediate(place);
      }
    };
    return {
      find: kube.find,
      pages,
      get: counted(kube.get),
      create: counted(kube.create),
      replace: counted(kube.replace),
      apply: counted(kube.apply),
      jsonPatch: counted(kube.jsonPatch),
      remove: counted(kube.remove),
      log: counted(kube.log),
      watch: counted(kube.watch),
      raw: counted(kube.raw),
    };
  };
  return {
    site: {
      connection: { ...world.connection, view },
      clock: { ...systemClock, sleep: counted(systemClock.sleep) },
      signal: abort.signal,
    },
    kubectl: (letter) => counted(kubectlFor(letter, abort.signal)),
    struckAt: () => at,
    seen: () => seen,
  };
}

interface Story {
  /** What has to have happened before. */
  readonly before: (order: number) => Promise<unknown>;
  readonly tell: (order: number, attempt: number, at?: Interrupted) => Promise<string>;
  readonly ends: readonly string[];
  /** So often it waits at the very least. */
  readonly waits: number;
}

const letterOf = (order: number) => (order % 2 === 0 ? "b" : "c");
const unstopped = new AbortController().signal;
const deployed = (order: number, more: Parameters<World["deploy"]>[1] = {}) =>
  world.deploy(order, { kubectl: kubectlFor(letterOf(order), unstopped), ...more });

const stories: Readonly<Record<string, Story>> = {
  deploy: {
    before: (order) => world.manifests(...bundle(letterOf(order))),
    tell: async (order, attempt, at) => {
      const how = at === undefined ? {} : { site: at.site, kubectl: at.kubectl(letterOf(order)) };
      return (await deployed(order, { runner: run(order, attempt), ...how })).status;
    },
    ends: ["live"],
    waits: 25,
  },
  "smoke test": {
    before: async (order) => {
      await world.manifests(...bundle(letterOf(order)));
      expect((await deployed(order, { afterwards: { windowMs: 4_000 } })).status).toBe("applied");
    },
    // the lease was left to the first attempt, which is the one interrupted
    tell: async (order, _, at) => (await world.verify(order, at === undefined ? {} : { site: at.site })).status,
    ends: ["live"],
    waits: 12,
  },
  rollback: {
    before: async (order) => {
      await world.manifests(...bundle(letterOf(order)));
      const releaseHold = (await world.head()).hold?.release;
      expect((await deployed(order, { afterwards: { prove: fails }, releaseHold })).status).toBe("failed");
    },
    tell: async (order, attempt, at) => {
      const how = at === undefined ? {} : { site: at.site };
      return (await world.rollback({ undo: "this-run", runner: run(order, attempt), ...how })).result;
    },
    // stopped after the swap to live, there is nothing left to undo
    ends: ["rolled-back", "not-needed"],
    waits: 25,
  },
};

/** A head that has its ten releases and more is put back to ten by the end of a deploy that nobody stops. */
async function tidy(order: number, most: number): Promise<void> {
  const { entries, hold } = await world.head();
  if (entries.length <= most) return;
  await world.manifests(...bundle(letterOf(order)));
  expect((await deployed(order, { releaseHold: hold?.release })).status).toBe("live");
}

test.each(Object.keys(stories))(
  "row 15: %s interrupted at every await: it ends in time, says so, gives the lease back, and is done when run again",
  async (name) => {
    const story = stories[name];
    if (story === undefined) throw new Error(`no story ${name}`);
    let order = 1;
    // as many on record as there are in the long run, so that what is done with them is waited for, too
    while (order < 11) await tidy(++order, 0);
    await story.before(++order);
    const whole = interruptedAt(Number.POSITIVE_INFINITY);
    expect(story.ends).toContain(await story.tell(order, 1, whole));
    const waits = whole.seen();
    let interrupted = 0;
    for (let n = 1; n <= waits; n++) {
      await tidy(++order, 12);
      await story.before(++order);
      const at = interruptedAt(n);
      const end = await story.tell(order, 1, at);
      const struck = at.struckAt();
      if (struck !== undefined) expect(performance.now() - struck).toBeLessThan(7_000);
      expect([n, [...story.ends, ...(struck === undefined ? [] : ["interrupted"])]]).toEqual([
        n,
        expect.arrayContaining([end]),
      ]);
      expect([n, await own.holder()]).toEqual([n, ""]);
      if (end === "interrupted") {
        interrupted += 1;
        expect([n, story.ends]).toEqual([n, expect.arrayContaining([await story.tell(order, 2)])]);
      }
      await own.whole();
    }
    console.log(`${name}: ${waits} awaits, interrupted at ${interrupted}`);
    // the last ones give the lease back: then nothing is left to be interrupted
    expect(interrupted).toBeGreaterThan(story.waits);
  },
  600_000,
);
