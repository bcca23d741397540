import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connection, readConnection } from "./connect.ts";
import { until } from "./host/patience.ts";
import { mark, ownProcesses } from "./host/processes.ts";
import { type SecondEngine, secondEngine, type Traces } from "./second-engine.ts";

/** What a borrowed engine has of a machine is not ours to compare. */
const own = connection().kind === "own";

/** TIDEGATE_ENGINE_ROUNDS=20 is what a release is held to; every run of the suites does two. */
const rounds = Number(process.env.TIDEGATE_ENGINE_ROUNDS ?? 2);

describe.runIf(own)("an engine that comes and goes", () => {
  let second: SecondEngine;
  let before: Traces;

  beforeAll(async () => {
    second = await secondEngine();
    before = await second.traces();
  });

  afterEach(async () => {
    await ended(second.start("down")); // also after a failed expectation
  });

  afterAll(() => second.close());

  /** Something of every kind that leaves traces: a container, a pod, a Service, a published port. */
  async function use(): Promise<void> {
    const found = readConnection(second.state);
    if (found === undefined) throw new Error("expected the second engine to tell how it is reached");
    const docker = ["docker", `--host=${found.dockerHost}`, "run", "--detach", "--publish=127.0.0.1::8080"];
    const kubectl = ["kubectl", `--kubeconfig=${found.kubeconfig}`];
    expect(await second.inside([...docker, found.images.probe])).toMatchObject({ code: 0 });
    const image = `--image=${found.images.probe}`;
    expect(await second.inside([...kubectl, "run", "probe", image, "--port=8080", "--expose"])).toMatchObject({
      code: 0,
    });
    const ready = ["wait", "pod/probe", "--for=condition=Ready", "--timeout=60s"];
    expect(await second.inside([...kubectl, ...ready])).toMatchObject({ code: 0 });
  }

  it(`leaves nothing behind, ${rounds} times in a row`, { timeout: rounds * 180_000 }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      expect(await ended(second.start("up"))).toMatchObject({ code: 0 });
      await use();
      expect((await second.traces()).processes).not.toEqual(before.processes);
      expect(await ended(second.start("down"))).toMatchObject({ code: 0 });
      expect(await second.traces()).toEqual(before);
    }
  });

  it("says so when it runs already, and when there is nothing to take down", async () => {
    expect(await ended(second.start("up"))).toMatchObject({ code: 0 });
    expect(await ended(second.start("up"))).toMatchObject({ code: 0, output: expect.stringContaining("runs already") });
    await ended(second.start("down"));
    const again = await ended(second.start("down"));
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining("nothing to take down") });
  });

  it.each(["SIGINT", "SIGTERM"] as const)("leaves nothing behind when %s stops it half-way", async (signal) => {
    const up = second.start("up");
    const over = ended(up);
    await said(up, "etcd serves");
    up.kill(signal);
    expect(await over).toMatchObject({ code: signal === "SIGINT" ? 130 : 143 });
    expect(await second.traces()).toEqual(before);
  });

  it("ends by itself when `up` is killed half-way, and the next down removes the rest", async () => {
    const up = second.start("up");
    const over = ended(up);
    await said(up, "etcd serves");
    up.kill("SIGKILL");
    await over;
    expect(await until(() => (ownProcesses(second.state).length === 0 ? true : undefined), 20_000)).toBe(true);
    expect(existsSync(join(second.state, "record.json"))).toBe(true);
    await ended(second.start("down"));
    expect(await second.traces()).toEqual(before);
  });

  it("comes up again after all of it was killed at once", async () => {
    expect(await ended(second.start("up"))).toMatchObject({ code: 0 });
    await use();
    const holder = ownProcesses(second.state).find((one) => one.arguments.includes(mark(second.state)));
    process.kill(holder?.pid ?? Number.NaN, "SIGKILL");
    const again = await ended(second.start("up"));
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining("removed what an earlier run had left") });
    await use();
    await ended(second.start("down"));
    expect(await second.traces()).toEqual(before);
  });
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Its exit code and everything it said. */
function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Resolves when it has said the words, or has ended without. */
function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve) => {
    let output = "";
    child.stderr?.on("data", (text: string) => {
      output += text;
      if (output.includes(words)) resolve();
    });
    child.on("close", () => resolve());
  });
}
