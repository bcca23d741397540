import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { fileName } from "../../bindings/generate/names.ts";
import { statedByHand } from "../../bindings/generate/reusable.ts";
import { reviewed } from "../../bindings/generate/reviewed.ts";
import type { PermissionNeed } from "../../spec/index.ts";
import { type Command, type Io, UsageError } from "../io.ts";
import { differences, shapeOf, shapeOfManifest } from "./changes.ts";
import { type LockFile, readLock } from "./lock.ts";
import { type Found, folderOrigin, githubOrigin, type Origin } from "./origin.ts";
import { permissionNeed } from "./permissions.ts";
import { defaultPlaces, type PinPlaces } from "./place.ts";
import { bindingOf, type Chosen, entryOf, type Pinned, writePins } from "./write.ts";

const usage = `Usage: tidegate update [OWNER/ACTION …] [OPTIONS]

Moves pins to the newest release that is old enough, and says what that changes for your workflows. Then run
\`tidegate generate\`.

  --cool-off DAYS   how old a release must be; 7 unless told: a bad one is often found within days
  --dry-run         only say what would change
  --from FOLDER     read manifests from a folder instead of GitHub
  --into FOLDER     where bindings are; workflows-src/actions unless told
  --lock FILE       the lock; tidegate.lock.json unless told`;

const shape = {
  "cool-off": { type: "string" },
  "dry-run": { type: "boolean" },
  from: { type: "string" },
  into: { type: "string" },
  lock: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: shape, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

const day = 86_400_000;
function coolOff(text: string | undefined): number {
  const days = Number(text ?? 7);
  if (!Number.isFinite(days) || days < 0) throw new UsageError(`--cool-off takes a number of days; came '${text}'`);
  return days;
}

const Needs = v.array(v.looseObject({ scope: v.string(), level: v.string(), reason: v.string() }));
const Stated = v.record(v.string(), v.tuple([v.string(), v.string()]));
const isNeeds = (x: unknown): x is readonly PermissionNeed[] => v.is(Needs, x);

/** The permissions that an author stated for what says too little itself. */
function statedIn(binding: string): readonly PermissionNeed[] | undefined {
  const written: unknown = JSON.parse(/^ {2}permissions: (.*),$/m.exec(binding)?.[1] ?? "null");
  if (isNeeds(written)) return written;
  if (!binding.includes(statedByHand) || !v.is(Stated, written)) return undefined;
  return Object.entries(written).flatMap(([scope, [level, reason]]) => permissionNeed(scope, level, reason) ?? []);
}

/** What the binding that is there says: of the action's shape, and what its author chose when adding it. */
function thereIs(root: string, places: PinPlaces, action: string): { readonly text: string; readonly chosen: Chosen } {
  const path = join(root, places.bindings, fileName(action));
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const own = reviewed[action] === undefined ? statedIn(text) : undefined;
  return { text, chosen: { permissions: own, descriptions: /^ +(?:\/\*\*|\*) (?!https:|@deprecated)/m.test(text) } };
}

const neededBy = (found: Found, chosen: Chosen) =>
  found.reusable ? (chosen.permissions ?? found.reusable.permissions) : bindingOf(found, chosen).permissions;

type Step = Pinned & { readonly lines: readonly string[] };

async function next(
  action: string,
  lock: LockFile,
  origin: Origin,
  before: Date,
  root: string,
  places: PinPlaces,
): Promise<Step | string | undefined> {
  const found = await origin.find(action, undefined, before);
  if ("missing" in found) return found.missing;
  const entry = lock[action];
  if (!entry || found.commit === entry.commit || (entry.date !== undefined && found.date < entry.date))
    return undefined;
  const { text, chosen } = thereIs(root, places, action);
  return { found, chosen, lines: differences(shapeOf(text), shapeOfManifest(found.manifest, neededBy(found, chosen))) };
}

function say({ found, lines }: Step, lock: LockFile, io: Io): void {
  io.out(`${found.action} ${lock[found.action]?.tag ?? "?"} → ${found.tag} (${found.date})`);
  for (const line of lines) io.out(`  ${line}`);
  if (lines.length === 0) io.out("  same inputs and outputs");
}

export const updateCommand: Command = async (args, io) => {
  const { values, positionals } = parsed(args);
  if (values.help) {
    io.out(usage);
    return 0;
  }
  const places = { lock: values.lock ?? defaultPlaces.lock, bindings: values.into ?? defaultPlaces.bindings };
  const lock = readLock(join(io.cwd, places.lock));
  const unknown = positionals.filter((action) => !lock[action]);
  if (unknown.length > 0) throw new UsageError(`${places.lock} has no ${unknown.join(", ")}`);
  if (Object.keys(lock).length === 0) {
    io.out(`there are no pins in ${places.lock} yet: \`npx tidegate add OWNER/ACTION@TAG\` makes the first`);
    return 0;
  }
  const origin = values.from === undefined ? githubOrigin(io) : folderOrigin(resolve(io.cwd, values.from));
  const before = new Date(io.now().getTime() - coolOff(values["cool-off"]) * day);
  const actions = positionals.length > 0 ? positionals : Object.keys(lock);
  const looked = await Promise.all(actions.map((action) => next(action, lock, origin, before, io.cwd, places)));
  const steps = looked.filter((one): one is Step => typeof one === "object");
  for (const step of steps) say(step, lock, io);
  const missing = looked.filter((one) => typeof one === "string");
  for (const message of missing) io.err(message);
  if (steps.length === 0)
    io.out(missing.length > 0 ? "nothing else to move" : "every pin is at the newest release that is old enough");
  else if (!values["dry-run"]) {
    const moved = { ...lock };
    for (const { found } of steps)
      moved[found.action] = { ...entryOf(found), was: lock[found.action]?.was ?? lock[found.action]?.commit };
    writePins(io.cwd, places, moved, steps);
    io.out("now run `npx tidegate generate`");
  }
  return missing.length > 0 ? 1 : 0;
};
