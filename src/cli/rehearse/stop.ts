import { stopMessage } from "../../rehearse/safety/network/enclosure.ts";

/** How a rehearsal is ended early: the first signal cancels its jobs as GitHub would, a second one ends it and them at once. */
export interface Stop {
  readonly signal: AbortSignal;
  readonly now: () => void;
  readonly forget: () => void;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Asked for by a signal, or in words by the process outside, which may have got the same signal: the two are counted apart. */
export function stopOnSignals(atOnce: () => void): Stop {
  const controller = new AbortController();
  const end = () => {
    atOnce();
    process.exit(1);
  };
  const cancel = () => {
    if (!controller.signal.aborted) controller.abort(new Error("the rehearsal was cancelled"));
  };
  const twice = () => {
    let count = 0;
    return () => (count++ === 0 ? cancel() : end());
  };
  const onSignal = twice();
  const onWord = twice();
  for (const signal of signals) process.on(signal, onSignal);
  // the process outside of the namespace is gone: nobody is left to show anything to
  const onGone = () => (controller.signal.aborted ? end() : cancel());
  process.on("disconnect", onGone);
  const onMessage = (message: unknown) => message === stopMessage && onWord();
  process.on("message", onMessage);
  process.channel?.unref();
  // whoever read along has gone: `tidegate rehearse | head`
  process.stdout.on("error", cancel);
  return {
    signal: controller.signal,
    now: onSignal,
    forget: () => {
      for (const signal of signals) process.off(signal, onSignal);
      process.off("disconnect", onGone);
      process.off("message", onMessage);
      process.stdout.off("error", cancel);
    },
  };
}
