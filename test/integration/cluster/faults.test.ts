/** Faults on demand, at the level of HTTP. */
import { Agent, request } from "node:https";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Cluster } from "../../../src/rehearse/world/cluster/cluster.ts";
import { leaderChanged, type Match, tooMany } from "../../../src/rehearse/world/cluster/faults/fault.ts";
import { startCluster } from "../../../src/rehearse/world/cluster/start.ts";

let cluster: Cluster;

beforeEach(async () => {
  cluster = await startCluster({ tokens: { secret: { name: "ci", groups: ["system:masters"] } } });
});
afterEach(() => cluster.stop());

interface Got {
  readonly code: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

function ask(method: string, path: string, body?: object, agent: Agent | false = false): Promise<Got> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = {
      authorization: "Bearer secret",
      "content-type": "application/json",
      "content-length": String(text.length),
    };
    const outgoing = request(`${cluster.url}${path}`, { method, ca: cluster.ca, headers, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () =>
        resolve({
          code: incoming.statusCode ?? 0,
          retryAfter: incoming.headers["retry-after"],
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
      incoming.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

const maps = "/api/v1/namespaces/default/configmaps";
const create = (name: string) => ask("POST", maps, { metadata: { name } });
const writes: Match = { verb: "write", resource: "configmaps" };

describe("a fault", () => {
  test("strikes after those it lets pass, as often as it says, and counts", async () => {
    const fault = cluster.faults.add({ match: writes, skip: 1, times: 1, fault: leaderChanged });
    expect((await create("a")).code).toBe(201);
    const struck = await create("b");
    expect(struck.code).toBe(500);
    expect(JSON.parse(struck.body)).toMatchObject({ kind: "Status", message: "etcdserver: leader changed" });
    expect((await create("b")).code).toBe(201);
    expect(fault).toMatchObject({ seen: 3, hits: 1 });
  });

  test("may ask to come back later", async () => {
    cluster.faults.add({ match: writes, fault: tooMany(7) });
    expect(await create("a")).toMatchObject({ code: 429, retryAfter: "7" });
  });

  test("may answer what is no Status, as a proxy in front would", async () => {
    cluster.faults.add({ fault: { kind: "answer", code: 502, body: "text", message: "bad gateway" } });
    expect(await create("a")).toMatchObject({ code: 502, body: "bad gateway" });
  });

  test.each([
    ["before", undefined],
    ["after", "a"],
  ] as const)("resets the connection %s the request is processed", async (when, left) => {
    cluster.faults.add({ match: writes, times: 1, fault: { kind: "reset", when } });
    await expect(create("a")).rejects.toThrow();
    expect(cluster.store.get("configmaps", "default", "a")?.metadata.name).toBe(left);
  });

  test("leaves nothing on a connection that is kept alive", async () => {
    cluster.faults.add({ fault: { kind: "delay", ms: 1 } });
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on("warning", warned);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let asked = 0; asked < 12; asked++) expect((await ask("GET", maps, undefined, agent)).code).toBe(200);
    agent.destroy();
    process.off("warning", warned);
    expect(warnings).toEqual([]);
  });

  test("cuts an answer in half", async () => {
    cluster.faults.add({ match: { verb: "get" }, fault: { kind: "half" } });
    await create("a");
    await expect(ask("GET", `${maps}/a`)).rejects.toThrow();
  });

  test("ends a connection within the handshake", async () => {
    cluster.faults.add({ times: 1, fault: { kind: "tls eof" } });
    await expect(create("a")).rejects.toThrow();
    expect((await create("a")).code).toBe(201);
  });

  test("is written into the log of requests, with who wrote what", async () => {
    cluster.faults.add({ match: writes, times: 1, fault: leaderChanged });
    await ask("POST", `${maps}?fieldManager=ci`, { metadata: { name: "a" } });
    expect(cluster.requests.all.at(-1)).toMatchObject({
      verb: "create",
      resource: "configmaps",
      user: "ci",
      manager: "ci",
      code: 500,
      faults: ["answer"],
      body: { metadata: { name: "a" } },
    });
  });
});

describe("a watch", () => {
  /** The types and names of events until the watch ends or enough have come. */
  function watched(query: string, enough: number): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      const seen: string[] = [];
      let rest = "";
      const headers = { authorization: "Bearer secret" };
      const outgoing = request(
        `${cluster.url}${maps}?watch=1&${query}`,
        { ca: cluster.ca, headers, agent: false },
        (incoming) => {
          const done = () => {
            outgoing.destroy();
            resolve(seen);
          };
          incoming.on("data", (chunk: Buffer) => {
            const lines = (rest + chunk.toString("utf8")).split("\n");
            rest = lines.pop() ?? "";
            for (const line of lines) {
              const { type, object } = JSON.parse(line);
              seen.push(
                `${type} ${object.metadata?.name ?? object.code ?? ""}${object.data ? JSON.stringify(object.data) : ""}`.trim(),
              );
            }
            if (seen.length >= enough) done();
          });
          incoming.on("end", done);
          incoming.on("error", done);
          make();
        },
      );
      outgoing.on("error", reject);
      outgoing.end();
    });
  }

  let make = () => {};

  const put = (name: string, data: Record<string, string> = {}) =>
    cluster.store.get("configmaps", "default", name) === undefined
      ? cluster.store.create("configmaps", { metadata: { name, namespace: "default" }, data })
      : cluster.store.modify("configmaps", "default", name, (object) => ({ ...object, data }));

  test.each([
    ["duplicate", 3, ["ADDED a", "ADDED a", "ADDED b"]],
    ["reorder", 2, ["ADDED b", "ADDED a"]],
    ["gone", 2, ["ERROR 410"]],
    ["drop", 2, []],
  ] as const)("suffers %s", async (change, enough, expected) => {
    make = () => {
      put("a");
      put("b");
    };
    cluster.faults.add({ match: { verb: "watch" }, times: 1, fault: { kind: "watch", change } });
    expect(await watched(`resourceVersion=${cluster.store.resourceVersion()}`, enough)).toEqual(expected);
  });

  test("suffers a stale event: what was, after what is", async () => {
    make = () => {
      put("a", { x: "1" });
      put("a", { x: "2" });
    };
    cluster.faults.add({ match: { verb: "watch" }, skip: 1, times: 1, fault: { kind: "watch", change: "stale" } });
    expect(await watched(`resourceVersion=${cluster.store.resourceVersion()}`, 3)).toEqual([
      'ADDED a{"x":"1"}',
      'MODIFIED a{"x":"2"}',
      'ADDED a{"x":"1"}',
    ]);
  });

  test("is told 410 when it begins before what a restarted server remembers", async () => {
    make = () => {};
    const then = cluster.store.resourceVersion();
    put("a");
    cluster.restart();
    expect(await watched(`resourceVersion=${then}`, 1)).toEqual(["ERROR 410"]);
  });
});
