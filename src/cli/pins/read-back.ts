/** Pins that a bot moved in the generated YAML: they are the newer truth, and the lock follows. */
import { compare, valid } from "semver";
import type { Pins } from "../../emit/callees.ts";
import type { LockFile } from "./lock.ts";

export interface Moved {
  readonly action: string;
  readonly commit: string;
  readonly tag: string;
}

const pin = /^\s*(?:-\s+)?uses:\s*['"]?([\w.-]+\/[\w./-]+)@([0-9a-f]{40})['"]?[ \t]+#[ \t]*(\S+)/gm;

/** Each pinned action of a text, once. */
export const pinsIn = (text: string): readonly Moved[] =>
  [...text.matchAll(pin)].map(([, action = "", commit = "", tag = ""]) => ({ action, commit, tag }));

const newest = (pins: readonly Moved[]): Moved | undefined =>
  pins.toSorted((a, b) => (valid(a.tag) && valid(b.tag) ? compare(a.tag, b.tag) : 0)).at(-1);

const isNewer = (tag: string, than: string): boolean =>
  valid(tag) !== null && valid(than) !== null && compare(tag, than) > 0;

/**
 * What was moved in the YAML since the lock was written. A commit that the lock had before `tidegate update` is no move:
 * the lock went ahead of the YAML, not the other way round. Where the lock says nothing and a binding brought its own pin
 * along, only a newer version is a move: an older one is what was there before the binding was updated.
 */
export function movedIn(texts: Iterable<string>, lock: LockFile, carried: Pins): readonly Moved[] {
  const byAction = Map.groupBy([...texts].flatMap(pinsIn), (one) => one.action);
  return [...byAction].flatMap(([action, pins]) => {
    const entry = lock[action];
    const own = carried.get(action);
    const others = entry
      ? pins.filter(({ commit }) => commit !== entry.commit && commit !== entry.was)
      : pins.filter(({ commit, tag }) => own && commit !== own.commit && isNewer(tag, own.tag));
    return newest(others) ?? [];
  });
}

/** The lock as it is after a generate: what was moved is taken over, what was on its way has arrived. */
export function lockAfter(lock: LockFile, moved: readonly Moved[]): LockFile {
  const settled = Object.entries(lock).map(([action, { was: _, ...entry }]) => [action, entry] as const);
  // when the tag was made is not in the YAML
  const arrived = moved.map(({ action, tag, commit }) => [action, { tag, commit }] as const);
  return Object.fromEntries([...settled, ...arrived]);
}
