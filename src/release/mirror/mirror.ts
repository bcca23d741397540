import type { Clock } from "../clock.ts";
import { textOf } from "../error.ts";
import { backoff } from "../kube/backoff.ts";
import type { Kube, Listing } from "../kube/kube.ts";
import { type KubeObject, keyOf, refOf, uidOf, versionOf } from "../kube/object.ts";
import { linesOf, readEvent } from "./events.ts";

export interface MirrorOptions {
  readonly kube: Kube;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly changed: () => void;
  readonly say: (line: string) => void;
  /** Keeps what is needed of an object: ten thousand pods in full would not fit. */
  readonly slim?: (object: KubeObject) => KubeObject;
}

/** A copy of what the cluster holds, kept up to date by a watch. */
export interface Mirror {
  readonly objects: ReadonlyMap<string, KubeObject>;
  readonly listed: boolean;
}

/**
 * Lists, then watches. A broken watch resumes where it ended; when the server no longer knows that place (410), or said
 * something we do not understand, it lists anew. None of this ever means that a rollout failed.
 */
export function openMirror(listing: Listing, options: MirrorOptions): Mirror {
  const objects = new Map<string, KubeObject>();
  const mirror = { objects, listed: false };
  const { clock, signal } = options;
  const keep = (object: KubeObject) => {
    const key = keyOf(refOf(object));
    if (isOlder(object, objects.get(key))) return;
    objects.set(key, options.slim?.(object) ?? object);
  };
  const list = async (): Promise<string> => {
    const seen = new Set<string>();
    let version = "";
    for await (const page of options.kube.pages(listing)) {
      version = page.version;
      for (const object of page.items) {
        seen.add(keyOf(refOf(object)));
        keep(object);
      }
    }
    for (const key of objects.keys()) if (!seen.has(key)) objects.delete(key);
    mirror.listed = true;
    options.changed();
    return version;
  };
  const follow = async (from: string): Promise<string | undefined> => {
    const answer = await options.kube.watch(listing, from, signal);
    if (answer.code !== 200) throw new Error(`watch of ${listing.kind} answered ${answer.code}`);
    let version = from;
    for await (const line of linesOf(answer.chunks)) {
      const event = readEvent(line);
      if (event.type === "error") return event.code === 410 ? undefined : Promise.reject(new Error(event.message));
      if (event.type === "bookmark") {
        version = event.version;
        continue;
      }
      version = versionOf(event.object);
      if (event.type === "set") keep({ ...event.object });
      else if (!isOlder(event.object, objects.get(keyOf(refOf(event.object)))))
        objects.delete(keyOf(refOf(event.object)));
      options.changed();
    }
    return version;
  };
  const run = async () => {
    let version: string | undefined;
    for (let failures = 0; !signal.aborted; ) {
      try {
        version = version === undefined ? await list() : await follow(version);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (failures === 0) options.say(`the watch of ${listing.kind} broke (${textOf(error)}); taking it up again`);
        // the place may be what the server chokes on
        if (failures > 1) version = undefined;
        await clock.sleep(backoff(failures++, options.random), signal).catch(() => {});
      }
    }
  };
  void run();
  return mirror;
}

/**
 * Events may come twice or out of order. Versions are documented as opaque, but of one object the API server compares
 * them as numbers itself; where they are none, or the object was made anew, the later arrival counts.
 */
function isOlder(object: KubeObject, held: KubeObject | undefined): boolean {
  if (held === undefined || uidOf(held) !== uidOf(object)) return false;
  const [mine, theirs] = [Number(versionOf(object)), Number(versionOf(held))];
  return Number.isFinite(mine) && Number.isFinite(theirs) && mine < theirs;
}
