import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { extname, join, relative } from "node:path";
import { Tidegate } from "../../rehearse/folder/run-folder.ts";
import { provideKubectl, speaksOfCluster } from "../../rehearse/programs/kubectl.ts";
import { enclose, isInside, tellOutside } from "../../rehearse/safety/network/enclosure.ts";
import type { Command, ExitCode, Io } from "../io.ts";
import { inFolder } from "./claim.ts";
import { type RehearseOptions, rehearseOptions, usage } from "./options.ts";
import { leavesMachine } from "./real.ts";
import { fileOf, where } from "./repository.ts";
import { type Stop, stopOnSignals } from "./stop.ts";

const entry = join(import.meta.dirname, `../main${extname(import.meta.filename)}`);

/** Again inside of a network namespace, where the system gives one; else here. */
async function enclosed(
  args: readonly string[],
  options: RehearseOptions,
  io: Io,
  { tidegate, stop }: { readonly tidegate: Tidegate; readonly stop: Stop },
): Promise<ExitCode | undefined> {
  // an Io of somebody's own is spoken to, not the terminal: its process cannot be begun again
  if (options.openNetwork || leavesMachine(options.real) || io.env !== process.env) return undefined;
  const command = [process.execPath, ...process.execArgv, entry, "rehearse", ...args];
  const code = await inFolder(tidegate, ({ path }) => enclose({ command, env: io.env, folder: path, ...stop }));
  // one that was killed has left what it had
  if (code !== undefined && code > 128 && !options.keep) tidegate.sweep();
  if (code === 128 + constants.signals.SIGKILL)
    io.err("the rehearsal was killed, by somebody or for want of memory; what it left is removed. Rehearse again");
  return code === 0 || code === 1 || code === 2 || code === 130 || code === undefined ? code : 3;
}

/** While the network is still open: afterwards it could not be had. */
async function programs(options: RehearseOptions, io: Io, { cache }: Tidegate, { signal }: Stop): Promise<void> {
  const workflows = [options.workflow, ...(options.after === undefined ? [] : [options.after])];
  const texts = workflows.map((workflow) => readFileSync(fileOf({ workflow }, io), "utf8"));
  if (options.bootstrap.length === 0 && !texts.some(speaksOfCluster)) return;
  const platform = `${process.platform}-${process.arch}`;
  const kubectl = await provideKubectl({ env: io.env, cache, fetch: io.fetch, platform, signal });
  if (kubectl.kind === "fetched")
    io.err(`kubectl was not installed: ${kubectl.from} is kept in ${relative(io.cwd, cache)}`);
  if (kubectl.kind === "missing") io.err(kubectl.why);
}

/** Its exit code, or nothing where the rehearsal has to be had out here. */
async function outside(
  args: readonly string[],
  options: RehearseOptions,
  io: Io,
  stop: Stop,
): Promise<ExitCode | undefined> {
  const tidegate = new Tidegate(await where(options, io));
  await programs(options, io, tidegate, stop);
  return stop.signal.aborted ? 1 : enclosed(args, options, io, { tidegate, stop });
}

export const rehearseCommand: Command = async (args, io) => {
  const options = rehearseOptions(args);
  if (!options) {
    io.out(usage);
    return 0;
  }
  const isWithin = isInside(io.env);
  const stop = stopOnSignals(isWithin ? "words" : "signals");
  const inside = async () => (await import("./run.ts")).run(options, io, stop);
  try {
    // whatever comes of it, it came of the inside: the outside is not to try once more
    if (isWithin) tellOutside({ kind: "began" });
    const code = isWithin ? await inside() : await outside(args, options, io, stop);
    return stop.code() ?? code ?? (await inside());
  } finally {
    stop.forget();
  }
};
