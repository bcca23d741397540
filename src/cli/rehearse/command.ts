import { readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { Tidegate } from "../../rehearse/folder/run-folder.ts";
import { provideKubectl, speaksOfCluster } from "../../rehearse/programs/kubectl.ts";
import { enclose, isInside, tellOutside } from "../../rehearse/safety/network/enclosure.ts";
import type { Command, ExitCode, Io } from "../io.ts";
import { claim } from "./claim.ts";
import { type RehearseOptions, rehearseOptions, usage } from "./options.ts";
import { leavesMachine } from "./real.ts";
import { fileOf, where } from "./repository.ts";

const entry = join(import.meta.dirname, `../main${extname(import.meta.filename)}`);

/** Again inside of a network namespace, where the system gives one; else here. */
async function enclosed(
  args: readonly string[],
  options: RehearseOptions,
  io: Io,
  tidegate: Tidegate,
): Promise<ExitCode | undefined> {
  // an Io of somebody's own is spoken to, not the terminal: its process cannot be begun again
  if (options.openNetwork || leavesMachine(options.real) || io.env !== process.env) return undefined;
  const folder = claim(tidegate);
  try {
    const command = [process.execPath, ...process.execArgv, entry, "rehearse", ...args];
    const code = await enclose({ command, env: io.env, folder: folder.path });
    return code === 0 || code === 1 || code === 2 || code === undefined ? code : 3;
  } finally {
    folder.end(false);
  }
}

/** While the network is still open: afterwards it could not be had. */
async function programs(options: RehearseOptions, io: Io, { cache }: Tidegate): Promise<void> {
  const workflows = [options.workflow, ...(options.after === undefined ? [] : [options.after])];
  const texts = workflows.map((workflow) => readFileSync(fileOf({ workflow }, io), "utf8"));
  if (options.bootstrap.length === 0 && !texts.some(speaksOfCluster)) return;
  const platform = `${process.platform}-${process.arch}`;
  const kubectl = await provideKubectl({ env: io.env, cache, fetch: io.fetch, platform });
  if (kubectl.kind === "fetched")
    io.err(`kubectl was not installed: ${kubectl.from} is kept in ${relative(io.cwd, cache)}`);
  if (kubectl.kind === "missing") io.err(kubectl.why);
}

export const rehearseCommand: Command = async (args, io) => {
  const options = rehearseOptions(args);
  if (!options) {
    io.out(usage);
    return 0;
  }
  const inside = async () => (await import("./run.ts")).run(options, io);
  if (isInside(io.env)) {
    // whatever comes of it, it came of the inside: the outside is not to try once more
    tellOutside({ kind: "began" });
    return inside();
  }
  const tidegate = new Tidegate(await where(options, io));
  await programs(options, io, tidegate);
  return (await enclosed(args, options, io, tidegate)) ?? inside();
};
