import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { Foreign } from "./foreign.ts";

/** One job starts a server in the background and then takes its time. */
const long = `
on: push
jobs:
  wait:
    runs-on: x
    steps:
      - run: |
          sleep 300 &
          setsid sleep 300 &
          echo ready
          exec sleep 300
      - if: always()
        run: echo cleaned
`;
const quick = "on: push\njobs: { a: { runs-on: x, steps: [{ uses: actions/checkout@v7 }, { run: cat TEXT }] } }\n";

const began = (foreign: Foreign, word = "| ready", file = "long.yml") => {
  let out = "";
  const waiting = new Map<string, () => void>();
  const run = foreign.start([file, "--trust", "--verbose"], {
    onOut: (text) => {
      out = text;
      for (const [wanted, resolve] of waiting) if (out.includes(wanted)) resolve();
    },
    detached: true,
  });
  const says = (wanted: string) =>
    new Promise<void>((resolve) => (out.includes(wanted) ? resolve() : waiting.set(wanted, resolve)));
  const signalAll = (signal: NodeJS.Signals) => run.child.pid !== undefined && process.kill(-run.child.pid, signal);
  return { ...run, says, signalAll, ready: says(word) };
};

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)(
  "%s cancels the jobs as GitHub does, ends with %i as shells count it, and nothing is left",
  async (signal, number) => {
    const foreign = new Foreign({ "long.yml": long });
    const { child, ready, ended } = began(foreign);
    await ready;
    // from kill only this process gets it, which passes it on; `timeout` sends it twice
    child.kill(signal);
    child.kill(signal);
    const { code, out } = await ended;
    expect(code, out).toBe(number);
    expect(out).toMatch(/wait: cancelled in/);
    expect(out, "what is always() to run still ran").toContain("| cleaned");
    expect(foreign.left).toEqual([]);
    expect(foreign.running).toEqual([]);
  },
);

test("a signal to the whole group, as timeout sends it, counts once; a second one ends everything at once", async () => {
  const slow = long.replace("exec sleep 300", "trap 'echo told' INT; while :; do sleep 0.1; done");
  const foreign = new Foreign({ "long.yml": long, "slow.yml": slow });
  const first = began(foreign, "| ready", "long.yml");
  await first.ready;
  first.signalAll("SIGTERM");
  expect((await first.ended).out).toContain("| cleaned");
  const second = began(foreign, "| ready", "slow.yml");
  await second.ready;
  second.signalAll("SIGTERM");
  await second.says("| told");
  // meant once more: what comes within milliseconds is one signal that was sent twice
  await delay(300);
  second.child.kill("SIGTERM");
  const { code, out, err } = await second.ended;
  expect(code, out + err).toBe(143);
  expect(out).not.toContain("cleaned");
  expect(foreign.left).toEqual([]);
  expect(foreign.running).toEqual([]);
});

test("after a SIGKILL the next rehearsal ends what was left, and nothing else", async () => {
  const foreign = new Foreign({ "long.yml": long, "quick.yml": quick, TEXT: "here\n" });
  const { child, ready, ended } = began(foreign);
  await ready;
  child.kill("SIGKILL");
  await ended.catch(() => {});
  const other = began(foreign);
  await other.ready;
  const { code } = await foreign.rehearse("quick.yml", "--trust");
  expect(code).toBe(0);
  expect(foreign.running.length, "the one that is alive goes on").toBeGreaterThan(0);
  other.child.kill("SIGTERM");
  await other.ended;
  expect(foreign.left).toEqual([]);
  expect(foreign.running).toEqual([]);
});

test("where the system kills the inside, as for want of memory, the outside says so and removes what was left", async () => {
  const foreign = new Foreign({ "long.yml": long });
  const { child, ready, ended } = began(foreign);
  await ready;
  const inside = foreign.left.map((name) => Number.parseInt(name, 10)).find((pid) => pid !== child.pid);
  process.kill(inside ?? 0, "SIGKILL");
  const { err } = await ended;
  expect(err).toMatch(/^the rehearsal was killed.*what it left is removed/m);
  expect(foreign.left).toEqual([]);
  expect(foreign.running).toEqual([]);
});

test.each([
  ["as it begins", "push of"],
  ["as its world is there", "cluster: stand-in"],
  ["as its job starts", "wait: started"],
])("ended or killed %s, it leaves nothing to the next one", async (_, word) => {
  const foreign = new Foreign({ "long.yml": long, "quick.yml": quick, TEXT: "here\n" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
    const { child, ready, ended } = began(foreign, word);
    await ready;
    child.kill(signal);
    const { out } = await ended;
    expect(out).not.toMatch(/^success:/m);
  }
  expect((await foreign.rehearse("quick.yml", "--trust")).code).toBe(0);
  expect(foreign.left).toEqual([]);
  expect(foreign.running).toEqual([]);
});

test("two rehearsals at once do not see each other", async () => {
  const each = `
on: push
concurrency: one
jobs:
  a:
    runs-on: x
    steps:
      - run: |
          echo "$RUNNER_TEMP" > "$HOME/mine"
          sleep 1
          test "$(cat "$HOME/mine")" = "$RUNNER_TEMP"
          kubectl create configmap mine
`;
  const foreign = new Foreign({ "x.yml": each });
  const ends = await Promise.all([1, 2, 3].map(() => foreign.rehearse("x.yml", "--trust", "--verbose")));
  expect(ends.map(({ code, out, err }) => (code === 0 ? "ok" : out + err))).toEqual(["ok", "ok", "ok"]);
  expect(foreign.left).toEqual([]);
});

test("a full disk ends a rehearsal with one sentence, at once", async ({ skip }) => {
  const foreign = new Foreign({ "quick.yml": quick, TEXT: "here\n" });
  const own = join(foreign.folder, ".tidegate");
  mkdirSync(own);
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", own]);
  skip(status !== 0, "only who may mount has a small disk to fill");
  try {
    const { code, err } = await foreign.rehearse("quick.yml", "--trust");
    expect(err).toMatch(/^no room is left where .*\.tidegate lies.*no space left.*Make room, or remove it/m);
    expect(err).not.toContain("mistake in tidegate");
    expect(code).toBe(1);
    expect(foreign.running).toEqual([]);
  } finally {
    spawnSync("umount", ["-l", own]);
  }
});

const rounds = Number(process.env["TIDEGATE_REHEARSE_ROUNDS"] ?? 3);

test(
  "rounds of rehearsals leave nothing but the last one's events: no file elsewhere, no process, and so no port",
  async () => {
    const foreign = new Foreign({ "quick.yml": quick, TEXT: "here\n" });
    const temporary = join(foreign.home, "tmp");
    mkdirSync(temporary);
    for (let round = 0; round < rounds; round++) {
      const { code, out, err } = await foreign.start(["quick.yml", "--trust"], { env: { TMPDIR: temporary } }).ended;
      expect(code, out + err).toBe(0);
    }
    // what Node compiled, and who is trusted
    expect(readdirSync(temporary).filter((name) => name !== "node-compile-cache")).toEqual([]);
    expect(
      readdirSync(foreign.home, { recursive: true, encoding: "utf8" }).filter((name) => !name.startsWith("tmp")),
    ).toEqual([".config", ".config/tidegate", ".config/tidegate/trusted.json"]);
    expect(readdirSync(join(foreign.folder, ".tidegate")).sort()).toEqual([
      ".gitignore",
      "cache",
      "rehearsal",
      "rehearsals",
      "resume",
    ]);
    // where setup actions would keep tools for later rehearsals: there are none
    const cache = join(foreign.folder, ".tidegate/cache");
    expect(readdirSync(cache, { recursive: true })).toEqual(["tools"]);
    expect(foreign.left).toEqual([]);
    expect(foreign.running).toEqual([]);
    expect(foreign.git("status", "--short")).toBe("");
    expect(existsSync(join(foreign.folder, ".tidegate/rehearsal/events.jsonl"))).toBe(true);
  },
  120_000 + rounds * 20_000,
);

test("a folder whose owner's number was given to another process is not taken for alive", async () => {
  const foreign = new Foreign({ "quick.yml": quick, TEXT: "here\n" });
  const stale = join(foreign.folder, ".tidegate/rehearsals", `${process.pid}-1-abc`);
  mkdirSync(stale, { recursive: true });
  writeFileSync(join(stale, "events.jsonl"), "");
  expect((await foreign.rehearse("quick.yml", "--trust")).code).toBe(0);
  expect(foreign.left).toEqual([]);
  expect(readFileSync(join(foreign.folder, ".tidegate/.gitignore"), "utf8")).toBe("*\n");
});
