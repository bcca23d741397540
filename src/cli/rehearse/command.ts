import { extname, join } from "node:path";
import { Tidegate } from "../../rehearse/folder/run-folder.ts";
import { enclose, isInside, tellOutside } from "../../rehearse/safety/network/enclosure.ts";
import type { Command, ExitCode, Io } from "../io.ts";
import { type RehearseOptions, rehearseOptions, usage } from "./options.ts";
import { leavesMachine } from "./real.ts";
import { where } from "./repository.ts";

const entry = join(import.meta.dirname, `../main${extname(import.meta.filename)}`);

/** Again inside of a network namespace, where the system gives one; else here. */
async function enclosed(args: readonly string[], options: RehearseOptions, io: Io): Promise<ExitCode | undefined> {
  // an Io of somebody's own is spoken to, not the terminal: its process cannot be begun again
  if (options.openNetwork || leavesMachine(options.real) || isInside(io.env) || io.env !== process.env)
    return undefined;
  const folder = new Tidegate(await where(options, io)).claim();
  try {
    const command = [process.execPath, ...process.execArgv, entry, "rehearse", ...args];
    const code = await enclose({ command, env: io.env, folder: folder.path });
    return code === 0 || code === 1 || code === 2 || code === undefined ? code : 3;
  } finally {
    folder.end(false);
  }
}

export const rehearseCommand: Command = async (args, io) => {
  const options = rehearseOptions(args);
  if (!options) {
    io.out(usage);
    return 0;
  }
  // whatever comes of it, it came of the inside: the outside is not to try once more
  if (isInside(io.env)) tellOutside({ kind: "began" });
  return (await enclosed(args, options, io)) ?? (await import("./run.ts")).run(options, io);
};
