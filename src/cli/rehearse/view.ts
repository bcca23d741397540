import { Ending } from "../../rehearse/story/ending.ts";
import type { RehearsalEvent } from "../../rehearse/story/event.ts";
import { LineStory } from "../../rehearse/story/lines.ts";
import { TerminalStory } from "../../rehearse/story/terminal.ts";
import type { Io } from "../io.ts";

/** How a rehearsal is shown while it runs. */
export interface View {
  readonly tell: (event: RehearsalEvent) => void;
  readonly say: (line: string) => void;
  /** a question has the terminal to itself */
  readonly alone: <T>(during: () => Promise<T>) => Promise<T>;
  readonly end: () => void;
}

export interface ViewOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly now: () => number;
}

function jsonView(io: Io): View {
  return {
    tell: (event) => io.out(JSON.stringify(event)),
    say: io.err,
    alone: (during) => during(),
    end: () => {},
  };
}

/** The last lines are the same everywhere. */
function withEnding(view: View): View {
  const ending = new Ending();
  return {
    ...view,
    tell: (event) => {
      ending.take(event);
      view.tell(event);
      if (event.kind !== "ended") return;
      view.end();
      for (const line of ending.lines(event)) view.say(line);
    },
  };
}

function lineView(io: Io, everything: boolean): View {
  const story = new LineStory(io.out, { everything, besideGraph: false });
  return { tell: (event) => story.tell(event), say: io.out, alone: (during) => during(), end: () => {} };
}

function terminalView({ env }: Io, now: () => number, everything: boolean): View {
  const screen = new TerminalStory({
    write: (text) => process.stdout.write(text),
    // a terminal that was never told its size has none
    size: () => ({
      width: process.stdout.columns || Number(env["COLUMNS"]) || 80,
      height: process.stdout.rows || Number(env["LINES"]) || 24,
    }),
    now,
  });
  const say = (line: string) => screen.say(line);
  // a cursor that was hidden stays so where this process ends before its rehearsal
  const end = () => screen.end();
  process.once("exit", end);
  const story = new LineStory(say, { everything, besideGraph: true });
  return {
    tell: (event) => {
      story.tell(event);
      screen.tell(event);
    },
    say,
    alone: (during) => screen.pause(during),
    end: () => {
      process.off("exit", end);
      end();
    },
  };
}

export function viewFor(io: Io, { json, verbose, now }: ViewOptions): View {
  if (json) return jsonView(io);
  // a dumb one cannot take back what it has shown
  const paints = io.tty === true && io.env["TERM"] !== "dumb";
  return withEnding(paints ? terminalView(io, now, verbose) : lineView(io, verbose));
}
