import { stopMessage } from "../../rehearse/safety/network/enclosure.ts";

/** How a rehearsal is ended early: the first signal cancels its jobs as GitHub would, a second one ends it at once. */
export interface Stop {
  readonly signal: AbortSignal;
  readonly now: () => void;
  readonly forget: () => void;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export function stopOnSignals(): Stop {
  const controller = new AbortController();
  const now = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Error("the rehearsal was cancelled"));
  };
  for (const signal of signals) process.on(signal, now);
  // the process outside of the namespace is gone: nobody is left to show anything to
  process.on("disconnect", now);
  const onMessage = (message: unknown) => {
    if (message === stopMessage && !controller.signal.aborted) now();
  };
  process.on("message", onMessage);
  process.channel?.unref();
  // whoever read along has gone: `tidegate rehearse | head`
  const onBroken = () => {
    if (!controller.signal.aborted) now();
  };
  process.stdout.on("error", onBroken);
  return {
    signal: controller.signal,
    now,
    forget: () => {
      for (const signal of signals) process.off(signal, now);
      process.off("disconnect", now);
      process.off("message", onMessage);
      process.stdout.off("error", onBroken);
    },
  };
}
