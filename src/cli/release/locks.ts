import { leaseHolder, unhold, unlock } from "../../release/story/hold.ts";
import { laptop } from "../../release/wiring/runner.ts";
import { type ExitCode, type Io, UsageError } from "../io.ts";
import { agreed, noDryRun } from "./ask.ts";
import type { Tools } from "./desk.ts";
import type { Called } from "./options.ts";

/** Ends the hold that a rollback left behind. */
export async function unholdCommand(call: Called, { site }: Tools, io: Io): Promise<ExitCode> {
  const { id: release, options } = call;
  const { reason } = options;
  noDryRun(call);
  if (release === undefined || reason === undefined)
    throw new UsageError("unhold: expected the release's ID and --reason TEXT");
  if (!(await agreed(call, `End the hold on ${release}?`, io))) return 1;
  const status = await unhold(site, release, { by: laptop(undefined).actor, reason });
  const message = status === "lifted" ? `the hold on ${release} is ended` : `there is no hold on ${release}`;
  io.out(options.json === true ? JSON.stringify({ status, release, message }, null, 2) : message);
  return status === "lifted" ? 0 : 1;
}

/** Frees the lease of a run that is known to be gone. */
export async function unlockCommand(call: Called, { site }: Tools, io: Io): Promise<ExitCode> {
  const { json, reason } = call.options;
  noDryRun(call);
  if (reason === undefined) throw new UsageError("unlock: expected --reason TEXT");
  const end = (status: "free" | "freed", holder: string, message: string): ExitCode => {
    io.out(json === true ? JSON.stringify({ status, holder, message }, null, 2) : message);
    return 0;
  };
  const holder = await leaseHolder(site);
  if (holder === "") return end("free", "", "the lease is free");
  const question = `The lease is held by ${holder}. If that run still writes, two releases mix. Free it?`;
  if (!(await agreed(call, question, io))) return 1;
  const freed = await unlock(site, { by: laptop(undefined).actor, reason });
  return end("freed", freed, `freed; it was held by ${freed}`);
}
