import { ActionError } from "../../action/index.ts";
import { type Command, type ExitCode, type Io, UsageError } from "../io.ts";
import { deployCommand } from "./deploy.ts";
import { atDesk, type Tools } from "./desk.ts";
import { unholdCommand, unlockCommand } from "./locks.ts";
import { diff, list, show } from "./look.ts";
import { type Called, readCall, usage } from "./options.ts";
import { resumeCommand } from "./resume.ts";
import { rollbackCommand } from "./rollback.ts";

const subcommands: Readonly<Record<string, (call: Called, tools: Tools, io: Io) => Promise<ExitCode>>> = {
  list,
  show,
  diff,
  deploy: deployCommand,
  rollback: rollbackCommand,
  resume: resumeCommand,
  unhold: unholdCommand,
  unlock: unlockCommand,
};

export const releaseCommand: Command = async (args, io) => {
  const call = readCall(args, io.env);
  if (call === undefined) {
    io.out(usage);
    return 0;
  }
  const subcommand = Object.hasOwn(subcommands, call.subcommand) ? subcommands[call.subcommand] : undefined;
  if (subcommand === undefined)
    throw new UsageError(`there is no '${call.subcommand}'; expected one of ${Object.keys(subcommands).join(", ")}`);
  try {
    return await atDesk(call, io, (tools) => subcommand(call, tools, io));
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    io.err(`${error.message}${error.hint === undefined ? "" : `\nwhat to do: ${error.hint}`}`);
    return 1;
  }
};
