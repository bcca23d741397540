import { stopMessage } from "../../rehearse/safety/network/enclosure.ts";
import type { ExitCode } from "../io.ts";

/** How a rehearsal is ended early: the first request cancels its jobs as GitHub would, a second one ends it at once. */
export interface Stop {
  /** the first request */
  readonly signal: AbortSignal;
  /** the second one */
  readonly atOnce: AbortSignal;
  /** a Ctrl-C that a question got, for it has the terminal to itself */
  readonly now: () => void;
  /** as shells count it; nothing where no signal asked */
  readonly code: () => ExitCode | undefined;
  readonly forget: () => void;
}

const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof codes;
const signals = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** `timeout` and others send a signal to a process and to its group: one request, which comes twice within milliseconds */
const echo = 200;

/**
 * Outside of the namespace signals are heard. Inside they are not, for a Ctrl-C reaches both processes and a `kill` only one: there
 * the outside says in words how often it was asked.
 */
export function stopOnSignals(heard: "signals" | "words"): Stop {
  const first = new AbortController();
  const second = new AbortController();
  let code: ExitCode | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const request = (signal?: Signal) => {
    if (signal !== undefined) code ??= codes[signal];
    // who asks a third time waits for nothing more
    if (second.signal.aborted) process.exit(code ?? 1);
    (first.signal.aborted ? second : first).abort(new Error("the rehearsal was cancelled"));
  };
  const onSignal = (signal: Signal) => {
    if (heard === "words") return;
    const now = performance.now();
    if (now - last > echo) request(signal);
    last = now;
  };
  const onMessage = (message: unknown) => {
    if (message === stopMessage) request("SIGINT");
  };
  const onDisconnect = () => request();
  // whoever read along has gone: `tidegate rehearse | head`
  const onBroken = () => {
    if (!first.signal.aborted) request();
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.stdout.on("error", onBroken);
  if (heard === "words") {
    process.on("message", onMessage);
    // the outside is gone: nobody is left to show anything to
    process.on("disconnect", onDisconnect);
    process.channel?.unref();
  }
  return {
    signal: first.signal,
    atOnce: second.signal,
    now: () => {
      if (!first.signal.aborted) request("SIGINT");
    },
    code: () => code,
    forget: () => {
      for (const signal of signals) process.off(signal, onSignal);
      process.stdout.off("error", onBroken);
      process.off("message", onMessage);
      process.off("disconnect", onDisconnect);
    },
  };
}
