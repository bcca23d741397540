import { resume } from "../../release/story/resume.ts";
import { laptop } from "../../release/wiring/runner.ts";
import type { ExitCode, Io } from "../io.ts";
import { agreed, noDryRun } from "./ask.ts";
import type { Tools } from "./desk.ts";
import type { Called } from "./options.ts";
import { settings, tell } from "./settings.ts";

export async function resumeCommand(call: Called, tools: Tools, io: Io): Promise<ExitCode> {
  noDryRun(call);
  const given = await settings(call, tools);
  const question = `Resume ${call.id ?? "what was begun"} of ${call.app} in ${call.environment}?`;
  if (!(await agreed(call, question, io))) return 1;
  return tell(await resume(tools.site, { ...given, runner: laptop(undefined), release: call.id }), call, tools, io);
}
