import { randomBytes } from "node:crypto";
import type { Masker } from "../mask/masker.ts";
import { asData, defuse, stripControls } from "../text/defuse.ts";
import { annotation, annotationLine, annotationsPerLevel, type Level, type Place } from "./annotation.ts";
import { workflowCommand } from "./command.ts";

/** Takes text of others in pieces, as a process writes it. `end` prints what is left of the last line. */
export interface ForeignStream {
  write(text: string): void;
  end(): void;
}

/** Everything the action says. Secrets are hidden, and nothing that is printed commands the runner. */
export interface Log {
  info(text: string): void;
  /** shown when the run is in debug mode */
  debug(text: string): void;
  notice(text: string, place?: Place): void;
  warning(text: string, place?: Place): void;
  error(text: string, place?: Place): void;
  group<T>(title: string, work: () => Promise<T> | T): Promise<T>;
  /** text of others: between markers that stop commands */
  foreign(text: string): void;
  foreignStream(): ForeignStream;
  /** hidden from now on, by the runner too */
  mask(secret: string): void;
}

export interface LogHost {
  readonly write: (text: string) => void;
  readonly masker: Masker;
  /** for the markers; random, so that foreign text cannot hold the next one */
  readonly token?: () => string;
}

export function createLog({ write, masker, token = () => randomBytes(16).toString("hex") }: LogHost): Log {
  const shown: Record<Level, number> = { notice: 0, warning: 0, error: 0 };
  let open = 0;
  let stopped: string | undefined;

  const line = (text: string) => write(`${text}\n`);
  const stop = () => {
    if (stopped !== undefined) return;
    stopped = token();
    line(workflowCommand("stop-commands", stopped));
  };
  const resume = () => {
    if (stopped === undefined) return;
    line(`::${stopped}::`);
    stopped = undefined;
  };
  /** our own commands work also while foreign text is being printed: the next of its lines stops them again */
  const command = (text: string) => {
    resume();
    line(text);
  };
  const annotate = (level: Level, text: string, place?: Place) => {
    const hidden = asData(masker.hide(text));
    shown[level] += 1;
    if (shown[level] <= annotationsPerLevel) command(asData(masker.hide(annotation(level, hidden, place))));
    else line(defuse(annotationLine(level, hidden, place)));
  };
  const foreignLine = (text: string) => {
    stop();
    line(defuse(stripControls(masker.hide(text))));
  };
  const foreignStream = (): ForeignStream => {
    let rest = "";
    open += 1;
    return {
      write(text) {
        const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
        rest = lines.pop() ?? "";
        for (const one of lines) foreignLine(one);
      },
      end() {
        if (rest !== "") foreignLine(rest);
        rest = "";
        open -= 1;
        if (open === 0) resume();
      },
    };
  };

  return {
    info: (text) => line(defuse(stripControls(masker.hide(text)))),
    debug: (text) => command(workflowCommand("debug", asData(masker.hide(text)))),
    notice: (text, place) => annotate("notice", text, place),
    warning: (text, place) => annotate("warning", text, place),
    error: (text, place) => annotate("error", text, place),
    async group(title, work) {
      command(workflowCommand("group", asData(masker.hide(title))));
      try {
        return await work();
      } finally {
        command("::endgroup::");
      }
    },
    foreign(text) {
      const stream = foreignStream();
      stream.write(text);
      stream.end();
    },
    foreignStream,
    mask(secret) {
      if (secret === "") return;
      masker.add(secret);
      command(workflowCommand("add-mask", secret));
    },
  };
}
