/** `npm run engine up|down|status`: see `arguments.ts` for what it takes. */
import { parseArguments, usage } from "./arguments.ts";
import { borrow } from "./borrowed.ts";
import { type Connection, readConnection } from "./connect.ts";
import { EngineFailure } from "./failure.ts";
import { takeTurn } from "./host/lock.ts";
import { ownProcesses } from "./host/processes.ts";
import { restoreMachine } from "./machine.ts";
import { ownPlace } from "./place.ts";
import { progressTo } from "./progress.ts";
import { report } from "./report.ts";
import { up } from "./up.ts";

const place = ownPlace();
const progress = progressTo((line) => process.stderr.write(line));

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = await takeTurn("tidegate-engine", 20 * 60_000, () =>
    progress.say("waiting: another up or down is at work"),
  );
  if (done === null) throw new EngineFailure("expected the other up or down to end within 20 minutes");
  try {
    return await work();
  } finally {
    done();
  }
}

/** Ctrl-C during `up` leaves nothing half-made. */
function cleanUpOnSignal(): void {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => {
      progress.say(`${signal}: removing what was started`);
      restoreMachine(place.state).then(() => process.exit(code), fail);
    });
  }
}

function print(found: Connection, json: boolean): void {
  console.log(json ? JSON.stringify(found, null, 2) : report(found, place.state));
}

function fail(error: unknown): never {
  if (!(error instanceof EngineFailure)) throw error;
  console.error(`engine: ${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`);
  process.exit(1);
}

async function main(): Promise<void> {
  const command = parseArguments(process.argv.slice(2));
  switch (command.verb) {
    case "up": {
      const { cluster } = command;
      cleanUpOnSignal();
      print(
        await inTurn(() => (cluster === undefined ? up(place, progress) : borrow(place, cluster, progress))),
        command.json,
      );
      return;
    }
    case "down": {
      const removed = await inTurn(() => restoreMachine(place.state));
      console.log(removed ? "engine: down, nothing of it is left" : "engine: nothing to take down");
      return;
    }
    case "status": {
      const found = readConnection(place.state);
      const runs = found?.kind === "borrowed" || ownProcesses(place.state).length > 0;
      if (found === undefined || !runs) throw new EngineFailure("does not run", "npm run engine up");
      print(found, command.json);
      return;
    }
    case "misused":
      console.error(`engine: ${command.why}\n${usage}`);
      process.exitCode = 2;
  }
}

main().then(() => process.exit(), fail);
