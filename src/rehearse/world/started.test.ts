import { expect, test } from "vitest";
import { Started } from "./started.ts";

test("what was started is stopped, the last one first, also if one could not be started", async () => {
  const stopped: string[] = [];
  const one = (name: string) => ({ name, stop: async () => stopped.push(name) });
  const started = new Started();
  expect((await started.add(Promise.resolve(one("a")))).name).toBe("a");
  const late = started.add(new Promise<ReturnType<typeof one>>((resolve) => setTimeout(() => resolve(one("b")), 20)));
  await expect(started.add(Promise.reject(new Error("no room")))).rejects.toThrow("no room");
  await started.stop();
  await late;
  expect(stopped).toEqual(["b", "a"]);
  await started.stop();
  expect(stopped, "once").toEqual(["b", "a"]);
});
