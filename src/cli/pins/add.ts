import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { exportName } from "../../bindings/generate/names.ts";
import { type Command, type Io, UsageError } from "../io.ts";
import { readLock } from "./lock.ts";
import { type Found, folderOrigin, githubOrigin } from "./origin.ts";
import { permissionsArgument } from "./permissions.ts";
import { defaultPlaces } from "./place.ts";
import { bindingOf, entryOf, writePins } from "./write.ts";

const usage = `Usage: tidegate add OWNER/ACTION@TAG … [OPTIONS]

Pins actions to the commit behind a tag and writes a typed binding for each: a lock entry, and a function that takes the
action's inputs. OWNER/ACTION without a tag takes the newest release.

  --from FOLDER          read manifests from a folder (index.json, OWNER/REPO/action.yml) instead of GitHub
  --permissions LIST     what the action needs of the token, when tidegate does not know: 'none', or SCOPE:LEVEL=REASON,…
  --into FOLDER          where bindings go; workflows-src/actions unless told
  --lock FILE            the lock; tidegate.lock.json unless told
  --no-descriptions      names, types and links only, none of the manifest's own texts`;

const shape = {
  from: { type: "string" },
  permissions: { type: "string" },
  into: { type: "string" },
  lock: { type: "string" },
  "no-descriptions": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: shape, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function referenceOf(text: string): { readonly action: string; readonly tag: string | undefined } {
  const match = /^([\w.-]+\/[\w.-]+(?:\/[\w./-]+)?)(?:@(\S+))?$/.exec(text);
  if (!match?.[1]) throw new UsageError(`'${text}' is no OWNER/ACTION@TAG\n\n${usage}`);
  return { action: match[1], tag: match[2] };
}

function say(found: Found, known: boolean, io: Io): void {
  io.out(
    `${found.action} ${found.tag} is ${found.commit.slice(0, 12)} of ${found.date}: use it as ${exportName(found.action)}(…)`,
  );
  if (!known)
    io.out(
      `  nobody has said what ${found.action} needs of the token: each step that uses it must, or add it with --permissions`,
    );
}

export const addCommand: Command = async (args, io) => {
  const { values, positionals } = parsed(args);
  if (values.help) {
    io.out(usage);
    return 0;
  }
  if (positionals.length === 0) throw new UsageError(`name an action\n\n${usage}`);
  const places = { lock: values.lock ?? defaultPlaces.lock, bindings: values.into ?? defaultPlaces.bindings };
  const chosen = {
    permissions: values.permissions === undefined ? undefined : permissionsArgument(values.permissions),
    descriptions: !values["no-descriptions"],
  };
  const origin = values.from === undefined ? githubOrigin(io) : folderOrigin(resolve(io.cwd, values.from));
  const looked = await Promise.all(positionals.map(referenceOf).map(({ action, tag }) => origin.find(action, tag)));
  const missing = looked.flatMap((one) => ("missing" in one ? [one.missing] : []));
  for (const message of missing) io.err(message);
  if (missing.length > 0) return 1;
  const found = looked.filter((one): one is Found => "manifest" in one);
  const lock = { ...readLock(join(io.cwd, places.lock)) };
  for (const one of found) lock[one.action] = entryOf(one);
  writePins(io.cwd, places, lock, found, chosen);
  for (const one of found) say(one, bindingOf(one, chosen).permissions !== undefined, io);
  return 0;
};
