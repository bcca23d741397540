import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { exportName, nameClashes } from "../../bindings/generate/names.ts";
import type { PermissionNeed } from "../../spec/index.ts";
import { type Command, type Io, UsageError } from "../io.ts";
import { readLock } from "./lock.ts";
import { type Found, folderOrigin, githubOrigin } from "./origin.ts";
import { permissionsArgument } from "./permissions.ts";
import { defaultPlaces } from "./place.ts";
import { bindingOf, type Chosen, entryOf, type Pinned, writePins } from "./write.ts";

const usage = `Usage: tidegate add OWNER/ACTION@TAG … [OPTIONS]

Pins actions to the commit behind a tag and writes a typed binding for each: a lock entry, and a function that takes the
action's inputs. OWNER/ACTION without a tag takes the newest release. OWNER/REPO/.github/workflows/FILE.yml is a reusable
workflow: its binding is for call(), typed as the file declares, with the permissions that its jobs ask for.

  --from FOLDER          read from a folder (index.json, and OWNER/REPO as it is at the tag) instead of GitHub
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

function say({ action, tag, commit, date, reusable }: Found, permissions: Chosen["permissions"], io: Io): void {
  const name = exportName(action);
  const use = reusable ? `call("id", ${name}, { … })` : `${name}(…)`;
  io.out(`${action} ${tag} is ${commit.slice(0, 12)} of ${date}: use it as ${use}`);
  if (permissions !== undefined) return;
  const silent = reusable?.silent ?? [];
  io.out(
    reusable
      ? `  ${silent.join(", ")} of it state no permissions, and run with what the call grants: ${listed(reusable.permissions)}. State more with --permissions`
      : `  nobody has said what ${action} needs of the token: each step that uses it must, or add it with --permissions`,
  );
}

const listed = (needs: readonly PermissionNeed[]) =>
  needs.length === 0 ? "none" : needs.map(({ scope, level }) => `${scope}: ${level}`).join(", ");

/** What an action needs as far as anybody has said; undefined where something is left open. */
function known(found: Found, chosen: Chosen): Chosen["permissions"] {
  if (!found.reusable) return bindingOf(found, chosen).permissions;
  return chosen.permissions ?? (found.reusable.silent.length === 0 ? found.reusable.permissions : undefined);
}

/** Asks whoever is there; an empty answer leaves it to each step. */
async function asked(found: Found, chosen: Chosen, io: Io): Promise<Chosen> {
  if (known(found, chosen) !== undefined || !io.ask) return chosen;
  const question = `What does ${found.action} need of the token? 'none', SCOPE:LEVEL=REASON,…, or nothing if you do not know`;
  const answer = await io.ask(question, (given) => (given.trim() === "" ? undefined : wrongWith(given)));
  return answer === undefined || answer.trim() === ""
    ? chosen
    : { ...chosen, permissions: permissionsArgument(answer) };
}

function wrongWith(answer: string): string | undefined {
  try {
    permissionsArgument(answer);
    return undefined;
  } catch (error) {
    return error instanceof UsageError ? error.message : String(error);
  }
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
  const clashes = nameClashes(
    found.map(({ action }) => action),
    Object.keys(lock),
  );
  for (const message of clashes) io.err(message);
  if (clashes.length > 0) return 1;
  const bindings: Pinned[] = [];
  for (const one of found) bindings.push({ found: one, chosen: await asked(one, chosen, io) });
  writePins(io.cwd, places, lock, bindings);
  for (const one of bindings) say(one.found, known(one.found, one.chosen), io);
  return 0;
};
