import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Exit } from "../cluster/controllers/kubelet/pod-runtime.ts";
import { Container, memoryLimit } from "./container-spec.ts";
import { MemoryWatch } from "./memory-watch.ts";
import { ProcMemory } from "./proc-memory.ts";
import { ProcessContainer } from "./process-container.ts";

const mebibyte = 2 ** 20;
const onLinux = test.runIf(process.platform === "linux");

function folder(files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), "memory-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), content);
  }
  return made;
}

test.each([
  ["64Mi", 64 * mebibyte],
  ["100M", 100_000_000],
  [1024, 1024],
  ["0", undefined],
  [undefined, undefined],
])("a limit of %j is %s bytes", (memory, bytes) => {
  const limits = memory === undefined ? {} : { memory };
  expect(memoryLimit(v.parse(Container, { name: "web", image: "web", resources: { limits } }))).toBe(bytes);
});

// as proc(5) has them: 10 is a server of two threads, the second of which started 11, which started 12
const proc = {
  "10/task/10/children": "",
  "10/task/13/children": "11 ",
  "10/status":
    "Name:\tnode\nVmRSS:\t  9000 kB\nRssAnon:\t  100 kB\nRssFile:\t  8890 kB\nRssShmem:\t  10 kB\nVmSwap:\t  1 kB\n",
  "11/task/11/children": "12 14 ",
  "11/status": "RssAnon:\t    100 kB\n",
  "11/smaps_rollup": "Pss:  60 kB\nPss_Anon:  50 kB\nPss_Shmem:  5 kB\nSwapPss:  2 kB\n",
  "12/task/12/children": "",
  "12/smaps_rollup": "Pss:  60 kB\nSwapPss:  0 kB\n",
};

test("all that descends from a process counts, by whichever thread it was started; one that is gone does not", () =>
  expect(new ProcMemory(folder(proc)).tree(10)).toEqual([10, 11, 12, 14]));

test("what a process wrote, shares or had swapped out counts, pages of files do not", () => {
  const memory = new ProcMemory(folder(proc));
  expect([memory.held(10), memory.held(11), memory.held(12)]).toEqual([111 * 1024, 100 * 1024, undefined]);
  // a kernel that does not tell the parts of it tells nothing
  expect([memory.share(11), memory.share(12)]).toEqual([57 * 1024, undefined]);
});

/** A watch over made-up processes: what each holds alone, and its share of what they have in common. */
function watching(held: Readonly<Record<number, number>>, share: Readonly<Record<number, number>>, limit: number) {
  const watch = new MemoryWatch({
    tree: (leader) =>
      Object.keys(held)
        .map(Number)
        .filter((pid) => pid >= leader && pid < leader + 10),
    held: (pid) => held[pid] ?? 0,
    share: (pid) => share[pid],
  });
  const ended: (readonly number[])[] = [];
  onTestFinished(watch.add({ limit, leaders: () => [10, 20], outgrown: (processes) => ended.push(processes) }));
  watch.look();
  return ended;
}

test("what a container's processes and those started beside it hold together is compared with its limit", () => {
  expect(watching({ 10: 40, 11: 40, 20: 20 }, {}, 100)).toEqual([]);
  expect(watching({ 10: 40, 11: 40, 20: 21, 30: 1 }, {}, 100)).toEqual([[10, 11, 20]]);
});

test("workers that share what was there before they were forked hold it once", () => {
  expect(watching({ 10: 60, 11: 60 }, { 10: 32, 11: 32 }, 100)).toEqual([]);
  expect(watching({ 10: 60, 11: 60 }, { 10: 51, 11: 51 }, 100)).toEqual([[10, 11]]);
});

test("nobody looks once nothing is limited", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const watch = new MemoryWatch({ tree: () => [], held: () => 0, share: () => 0 });
  const limited = { limit: 1, leaders: () => [], outgrown: () => {} };
  const [one, other] = [watch.add(limited), watch.add({ ...limited })];
  expect(vi.getTimerCount()).toBe(1);
  one();
  expect(vi.getTimerCount()).toBe(1);
  other();
  expect(vi.getTimerCount()).toBe(0);
});

const eating =
  "const eaten = []; for (let i = 0; i < 200; i++) eaten.push(Buffer.alloc(1 << 20, 1)); setInterval(() => {}, 1e9)";

async function run(command: string, args: readonly string[], limit: number, memory = new MemoryWatch()) {
  const remarks: string[] = [];
  const running = new Set<ChildProcess>();
  const container = new ProcessContainer({
    ...{ id: "1", name: "shop, container web", folder: folder(), portOf: () => undefined, tampering: {}, memory },
    remark: (text) => remarks.push(text),
  });
  const exit = await new Promise<Exit>((exited) =>
    container.begin(
      { command, args, cwd: folder(), env: { PATH: process.env.PATH ?? "" }, memoryLimit: limit },
      { line: () => {}, exited },
      running,
    ),
  );
  return { exit, remarks, running };
}

onLinux("a process that takes more than its limit is killed and told as OOMKilled", async () =>
  expect(await run(process.execPath, ["-e", eating], 64 * mebibyte)).toEqual({
    exit: { code: 137, reason: "OOMKilled" },
    remarks: ["shop, container web: held more than its limit and was killed (OOMKilled)"],
    running: new Set(),
  }),
);

onLinux("so is one whose child, of a group of its own, takes it", async () => {
  const code = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(eating)}], { detached: true })`;
  expect((await run(process.execPath, ["-e", code], 64 * mebibyte)).exit).toEqual({ code: 137, reason: "OOMKilled" });
});

onLinux("one that stays below it ends as it likes", async () =>
  expect(await run(process.execPath, ["-e", "process.exit(3)"], 512 * mebibyte)).toMatchObject({
    exit: { code: 3 },
    remarks: [],
  }),
);

onLinux("the program itself, which the page cache holds, takes nothing of a small service's limit", async () => {
  const code = "console.log(process.memoryUsage.rss()); setInterval(() => {}, 1e9)";
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [rss] = await once(child.stdout.setEncoding("utf8"), "data");
  const held = new ProcMemory().held(child.pid ?? 0) ?? 0;
  expect(held).toBeGreaterThan(mebibyte);
  expect(held).toBeLessThan(Number(rss) - 10 * mebibyte);
});

test("where the system does not tell what a process holds, nobody is killed, and that is said", async () =>
  expect(await run(process.execPath, ["-e", ""], 1, new MemoryWatch(new ProcMemory(folder())))).toMatchObject({
    exit: { code: 0 },
    remarks: ["limits are not watched: this system does not tell how much a process holds"],
  }));
