import { expect, onTestFinished, test } from "vitest";
import { stopMessage } from "../../rehearse/safety/network/enclosure.ts";
import { stopOnSignals } from "./stop.ts";

const stopped = (heard: "signals" | "words") => {
  const stop = stopOnSignals(heard);
  onTestFinished(() => {
    stop.forget();
    // the tests' own process is held by its channel
    process.channel?.ref();
  });
  return { stop, state: () => [stop.signal.aborted, stop.atOnce.aborted, stop.code()] };
};

test("one signal that comes twice, as `timeout` sends it, is one request", () => {
  const { state } = stopped("signals");
  process.emit("SIGTERM", "SIGTERM");
  process.emit("SIGTERM", "SIGTERM");
  expect(state()).toEqual([true, false, 143]);
});

test("inside of the namespace words count, and signals do not", () => {
  const { state } = stopped("words");
  process.emit("SIGINT", "SIGINT");
  expect(state()).toEqual([false, false, undefined]);
  process.emit("message", stopMessage, undefined);
  expect(state()).toEqual([true, false, 130]);
  process.emit("message", stopMessage, undefined);
  expect(state()).toEqual([true, true, 130]);
});

test("a question that is left asks once, however often it is left", () => {
  const { stop, state } = stopped("signals");
  stop.now();
  stop.now();
  expect(state()).toEqual([true, false, 130]);
});
