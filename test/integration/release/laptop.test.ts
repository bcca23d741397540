import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { objectsAt, parseJson, textAt } from "../../../src/release/json/json.ts";
import { configMap, deployment, secret } from "./manifests.ts";
import { isWrite } from "./processes.ts";
import { fails, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await bundle("a");
  await world.deploy(1);
  await bundle("b");
  await world.deploy(2);
});
afterAll(() => world[Symbol.asyncDispose]());

const bundle = (letter: string) =>
  world.manifests(
    deployment("web", letter),
    configMap("conf", { letter }),
    secret("db", { password: "never-shown-here" }),
  );

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const cli = join(import.meta.dirname, "../../../src/cli/main.ts");
const where = ["--app", "shop", "--environment", "staging", "--namespace", "shop"];

/** The command as it is typed, without a terminal; `lines` is what it wrote meanwhile. */
function tidegate(...argv: readonly string[]): Promise<Ran> {
  const flags = [...where, "--kubeconfig", world.access.kubeconfig ?? ""];
  const child = spawn(process.execPath, [cli, "release", ...flags, ...argv], {
    cwd: world.folder,
    env: { ...world.access.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

/** What the command wrote to the cluster, beside reading. */
async function writesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = world.cluster.requests.all.length;
  await work();
  return world.cluster.requests.all
    .slice(before)
    .filter((record) => isWrite(record) && record.userAgent.includes("tidegate"))
    .map(({ verb, resource, name }) => `${verb} ${resource} ${name}`);
}

const short = (text: string) =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "<time>")
    .replace(/\S+@\S+/g, "<me>")
    .trimEnd();

test("list: what is live, since when, by whom, proven by what, and where one would go back to", async () => {
  expect(short((await tidegate("list")).out)).toBe(
    [
      "2-1              live        <time>  0000000 dana  (smoke passed)",
      "1-1              replaced    <time>  0000000 dana  (smoke passed; ← one would go back here)",
    ].join("\n"),
  );
  const head = parseJson((await tidegate("list", "--json")).out);
  expect(objectsAt(head, "entries").map((entry) => [textAt(entry, "id"), textAt(entry, "status")])).toEqual([
    ["1-1", "replaced"],
    ["2-1", "live"],
  ]);
});

test("show: one release, of its Secrets only names and keys", async () => {
  const shown = await tidegate("show", "1-1");
  expect(shown.out).toContain("Deployment web: its pods are as release 1-1 made them");
  expect(shown.out).toContain("Secret db: keys password (values are not recorded)");
  const record = parseJson((await tidegate("show", "--json")).out);
  expect(textAt(record, "entry", "id")).toBe("2-1");
  expect(JSON.stringify(record)).not.toContain("never-shown-here");
  expect(JSON.stringify(record)).not.toContain(Buffer.from("never-shown-here").toString("base64"));
  expect(await tidegate("show", "9-9")).toMatchObject({
    code: 1,
    err: expect.stringContaining("9-9 is not on record"),
  });
});

test("diff: nothing where nobody touched it; what somebody changed, and exit code 1", async () => {
  expect(await tidegate("diff")).toMatchObject({ code: 0, out: "the cluster is as release 2-1 left it\n" });
  const kube = world.connection.view(new AbortController().signal);
  const conf = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "conf" };
  const change = (value: string) => kube.jsonPatch(conf, [{ op: "replace", path: "/data/letter", value }]);
  await change("z");
  const changed = await tidegate("diff");
  expect(changed).toMatchObject({ code: 1, out: expect.stringContaining("data.letter: z → b") });
  const drift = parseJson((await tidegate("diff", "--json")).out);
  expect(drift).toMatchObject({ release: "2-1", drift: true });
  expect(await tidegate("diff", "1-1")).toMatchObject({ code: 1, out: expect.stringContaining("data.letter: z → a") });
});

test.each([
  [["deploy", "--overlay", "overlay.json", "--no-scan"], "Deploy overlay.json as shop to staging (namespace shop)?"],
  [["rollback"], "Roll shop in staging back from 2-1 (live since"],
  [["resume"], "Resume what was begun of shop in staging?"],
  [["unhold", "2-1", "--reason", "looked at"], "End the hold on 2-1?"],
])("%j asks before it writes: without a terminal and --yes nothing is written", async (argv, question) => {
  const writes = await writesOf(async () => {
    const ran = await tidegate(...argv);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toContain(question);
    expect(ran.err).toContain("there is no terminal to ask at: give --yes if it is meant");
  });
  expect(writes).toEqual([]);
});

test.each([
  [["resume", "--dry-run"], "resume: there is no --dry-run of it"],
  [["unlock", "--dry-run", "--reason", "x"], "unlock: there is no --dry-run of it"],
  [["unhold", "2-1", "--dry-run", "--reason", "x"], "unhold: there is no --dry-run of it"],
  [["unhold", "2-1"], "unhold: expected the release's ID and --reason TEXT"],
  [["unlock"], "unlock: expected --reason TEXT"],
  [["deploy"], "deploy: expected --overlay PATH"],
  [["undo"], "there is no 'undo'; expected one of list, show, diff, deploy, rollback, resume, unhold, unlock"],
  [["rollback", "--timeout", "soon"], "--timeout: expected a duration such as 10m, came 'soon'"],
])("%j is wrong use", async (argv, message) => {
  expect(await tidegate(...argv)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

test("deploy: the plan alone, then in earnest from a file, with the gate recorded as none", async () => {
  await bundle("c");
  const deploy = ["deploy", "--overlay", "overlay.json", "--no-scan"];
  // somebody's change of above is in the way until it is taken over
  const planned = await tidegate(...deploy, "--dry-run", "--json");
  expect(parseJson(planned.out)).toMatchObject({ status: "refused" });
  const taken = [...deploy, "--take-over", "tidegate"];
  const writes = await writesOf(async () => {
    expect(parseJson((await tidegate(...taken, "--dry-run", "--json")).out)).toMatchObject({ status: "planned" });
  });
  expect(writes).toEqual([]);
  const done = await tidegate(...taken, "--yes");
  expect(done).toMatchObject({ code: 0, out: "live: release 3-1 is live (unproven: no smoke checks ran)\n" });
  expect(done.err).toContain("~ Deployment web");
  // the bundle holds a Secret: its value is told to nobody, not even to be hidden
  expect(done.err).not.toMatch(/::|never-shown/);
  expect((await world.head()).entries.at(-1)).toMatchObject({ order: 3, gate: "gate: none (laptop)" });
  expect((await world.head()).entries.at(-1)?.holder).toMatch(/^laptop\/.+@.+\/[0-9a-f-]{36}$/);
});

test("rollback: exit code 0 with the plan and when it went back; the hold is told, and ended with a reason", async () => {
  expect(parseJson((await tidegate("rollback", "--dry-run", "--json")).out)).toMatchObject({
    result: "planned",
    from: "3-1",
    to: "2-1",
  });
  const back = await tidegate("rollback", "--yes", "--reason", "customers complain");
  expect(back).toMatchObject({ code: 0 });
  expect(back.out).toContain("rolled-back: release 2-1 is live again, as 4-1; deploys are held until 3-1 is mended");
  expect((await tidegate("list")).out).toContain("deploys are on hold since");
  await bundle("d");
  const held = await tidegate("deploy", "--overlay", "overlay.json", "--no-scan", "--yes");
  expect(held).toMatchObject({ code: 1, out: expect.stringContaining("customers complain") });
  expect(held.out).toContain("tidegate release unhold 3-1 --reason");
  const wrong = await tidegate("unhold", "2-1", "--yes", "--reason", "x", "--json");
  expect([wrong.code, parseJson(wrong.out)]).toMatchObject([1, { status: "no-such-hold" }]);
  expect(await tidegate("unhold", "3-1", "--yes", "--reason", "mended by hand")).toMatchObject({
    code: 0,
    out: "the hold on 3-1 is ended\n",
  });
  expect((await world.head()).notes.at(-1)?.text).toBe("hold on 3-1 ended: mended by hand");
});

test("rollback: 1 when it is refused, 4 with nothing to go back to, 5 when what it went back to is bad", async () => {
  expect(await tidegate("rollback", "9-9", "--json")).toMatchObject({
    code: 1,
    out: expect.stringContaining('"refused"'),
  });
  const elsewhere = await tidegate("rollback", "--environment", "production", "--yes");
  expect(elsewhere).toMatchObject({ code: 0, out: expect.stringContaining("not-needed: no release is on record") });
  const identity = { app: "shop", environment: "first" };
  await world.manifests(configMap("first", { a: "1" }));
  expect((await world.deploy(1, { site: { identity }, afterwards: { prove: fails } })).status).toBe("failed");
  const first = await tidegate("rollback", "--yes", "--environment", "first");
  expect(first).toMatchObject({
    code: 4,
    out: expect.stringContaining("nothing-to-go-back-to: no release before 1-1"),
  });
  const smoke = { within: "200ms", every: "100ms", checks: [{ name: "x", url: "http://127.0.0.1:9/" }] };
  await writeFile(join(world.folder, "smoke.yml"), JSON.stringify(smoke));
  const bad = await tidegate("rollback", "--yes", "--smoke", "smoke.yml");
  expect(bad).toMatchObject({
    code: 5,
    out: expect.stringContaining("rollback-failed: not proven: smoke: x: no answer"),
  });
  expect(bad.out).toContain("tidegate release rollback");
});

test("resume: takes up what was left applied, and makes it live", async () => {
  expect((await world.story()).at(-1)).toBe("5-1 applied");
  expect(await tidegate("resume", "--yes", "--json")).toMatchObject({
    code: 0,
    out: expect.stringContaining('"live"'),
  });
  expect((await world.story()).at(-1)).toBe("5-1 live");
  expect(await tidegate("resume", "--yes")).toMatchObject({
    code: 0,
    out: "not-needed: nothing was left unfinished\n",
  });
});

test("unlock: names who holds the lease, and keeps on record who freed it and why", async () => {
  await bundle("e");
  const hold = (await world.head()).hold?.release;
  await world.deploy(20, { afterwards: { windowMs: 600_000 }, releaseHold: hold, takeOver: ["tidegate"] });
  const asked = await tidegate("unlock", "--reason", "the runner is gone");
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining("The lease is held by acme/shop/20/1.") });
  const freed = await tidegate("unlock", "--reason", "the runner is gone", "--yes", "--json");
  expect(parseJson(freed.out)).toMatchObject({ status: "freed", holder: "acme/shop/20/1" });
  expect((await world.head()).notes.at(-1)?.text).toBe("lease of acme/shop/20/1 freed: the runner is gone");
  expect(await tidegate("unlock", "--reason", "x", "--yes")).toMatchObject({ code: 0, out: "the lease is free\n" });
});
