/** `tidegate/action/testing`: runs an action's bundle as the runner would, in a scripted world, and keeps everything. */
export { canaryProblems, hostile } from "./canary.ts";
export { commandsIn, type RunnerCommand } from "./commands.ts";
export { readFileCommands } from "./file-commands.ts";
export {
  type Answers,
  type HttpScript,
  type ScriptedAnswer,
  type ScriptedServer,
  type SeenRequest,
  scriptedServer,
} from "./http-script.ts";
export { play } from "./play.ts";
export type { Scenario, Stage } from "./scenario.ts";
export type { ScriptedCall, SeenCall, ToolScript } from "./tool-script.ts";
export type { Transcript } from "./transcript.ts";
