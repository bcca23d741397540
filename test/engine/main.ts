/** `npm run engine up|down|status`: see `command/arguments.ts` for what it takes. */

import { borrow } from "./borrowed/borrow.ts";
import { type Command, parseArguments, usage } from "./command/arguments.ts";
import { printed } from "./command/report.ts";
import { type Connection, readConnection } from "./connect.ts";
import { takeDown } from "./down.ts";
import { EngineFailure } from "./failure.ts";
import { missingParts } from "./faults.ts";
import { takeTurn } from "./host/lock.ts";
import { ownProcesses } from "./host/processes.ts";
import { keepLogs } from "./logs.ts";
import { ownPlace } from "./place.ts";
import { progressTo } from "./progress.ts";
import { up } from "./up.ts";

const place = ownPlace();
const progress = progressTo((line) => process.stderr.write(line));

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const name = `tidegate-engine:${place.state}`;
  const done = await takeTurn(name, 20 * 60_000, () => progress.say("waiting: another up or down is at work"));
  if (done === null) throw new EngineFailure("expected the other up or down to end within 20 minutes");
  try {
    return await work();
  } finally {
    done();
  }
}

/** Brings it up whole or leaves nothing of it: after a failure, and after Ctrl-C. */
async function upOrNothing(): Promise<Connection> {
  let stopped = false;
  for (const [signal, code] of [["SIGINT", 130] as const, ["SIGTERM", 143] as const]) {
    // a terminal and npm may each send it: the second must not end the clean-up
    process.on(signal, () => {
      if (stopped) return;
      stopped = true;
      progress.say(`${signal}: removing what was started`);
      takeDown(place.state).then(() => process.exit(code), fail);
    });
  }
  try {
    return await up(place, progress);
  } catch (error) {
    // what was removed under its feet fails: the signal's own clean-up ends this process
    if (stopped) return await new Promise<never>(() => {});
    const kept = await keepLogs(place);
    await takeDown(place.state);
    if (kept !== null) progress.say(`the logs of all parts are kept in ${kept}`);
    throw error;
  }
}

function status(state: string, json: boolean): string {
  const found = readConnection(state);
  const runs = found?.kind === "borrowed" || ownProcesses(state).length > 0;
  if (found === undefined || !runs)
    throw new EngineFailure("expected a running engine, and there is none", "npm run engine up");
  const missing = json || found.kind === "borrowed" ? [] : missingParts(state);
  const warning = missing.length > 0 ? `\ndo not run: ${missing.join(", ")} (logs: ${state}/logs)` : "";
  return `${printed(found, state, json)}${warning}`;
}

const downs = {
  removed: "down, nothing of it is left",
  forgotten: "the borrowed cluster is as it was, and forgotten here",
  nothing: "nothing to take down",
} as const;

async function perform(command: Command): Promise<string> {
  switch (command.verb) {
    case "up": {
      const { cluster, json } = command;
      if (cluster !== undefined) return printed(await borrow(place, cluster, progress), place.state, json);
      return printed(await inTurn(upOrNothing), place.state, json);
    }
    case "down":
      return `engine: ${downs[await inTurn(() => takeDown(place.state))]}`;
    case "status":
      return status(place.state, command.json);
    case "misused":
      throw new EngineFailure(command.why, usage);
  }
}

function fail(error: unknown): never {
  if (!(error instanceof EngineFailure)) throw error;
  console.error(`engine: ${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`);
  process.exit(1);
}

perform(parseArguments(process.argv.slice(2))).then((text) => {
  process.stdout.write(`${text}\n`, () => process.exit(0));
}, fail);
