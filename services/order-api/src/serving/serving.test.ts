/** T4: what every service of the shop does alike. */
import { createServer } from "node:http";
import express, { type Express } from "express";
import { afterEach, describe, expect, test } from "vitest";
import { accessLog } from "./accesslog.ts";
import { createCorrelation } from "./correlation.ts";
import { createDrain } from "./drain.ts";
import { SettingsReader } from "./environment.ts";
import { createLog, type Level } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { notFound, Problem, problems } from "./problem.ts";
import { type Readiness, standing } from "./standing.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serve(app: Express): Promise<string> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

function bench(level: Level = "debug") {
  const lines: Record<string, unknown>[] = [];
  let ids = 0;
  const correlation = createCorrelation(() => `made-${++ids}`);
  const log = createLog({
    service: "bench",
    level,
    write: (line) => lines.push(JSON.parse(line)),
    now: () => new Date(0),
    correlationId: correlation.current,
  });
  const metrics = createMetrics({ release: "r1", commit: "c1" });
  let readiness: Readiness = { ready: true };
  const app = express();
  let clock = 0;
  app.use(
    correlation.middleware,
    metrics.middleware,
    accessLog(log, () => (clock += 5)),
  );
  app.use(
    standing({
      identity: { service: "bench", release: "r1", commit: "c1", image: "i@sha256:1" },
      registry: metrics.registry,
      readiness: async () => readiness,
    }),
  );
  app.use(express.json({ limit: "1kb" }));
  app.get(
    "/things/:id",
    (request, response) => void response.json({ id: request.params.id, sees: correlation.current() }),
  );
  app.post("/things", (request, response) => void response.json(request.body));
  app.get("/break", () => {
    throw new Error("the secret inside", { cause: new Error("deeper") });
  });
  app.get("/late", (_request, response) => {
    response.write("half");
    throw new Error("after the first byte");
  });
  app.get("/refuse", () => {
    throw new Problem(429, "Slow down", "Wait a moment.", {
      headers: { "Retry-After": "7" },
      violations: [{ where: "q", expected: "less" }],
    });
  });
  app.use(notFound);
  app.use(problems(log, correlation.current));
  return { app, lines, log, correlation, metrics, set: (next: Readiness) => (readiness = next) };
}

describe("standing", () => {
  test("alive says nothing of readiness", async () => {
    const { app, set } = bench();
    const at = await serve(app);
    set({ ready: false, why: "stopping" });
    expect((await fetch(`${at}/healthz`)).status).toBe(200);
    const ready = await fetch(`${at}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: "stopping" }]);
    set({ ready: true });
    expect((await fetch(`${at}/readyz`)).status).toBe(200);
  });

  test("version says what the pod template states", async () => {
    const at = await serve(bench().app);
    expect(await (await fetch(`${at}/version`)).json()).toEqual({
      service: "bench",
      release: "r1",
      commit: "c1",
      image: "i@sha256:1",
    });
  });

  test("the histogram knows routes, not paths, and not the cluster's own questions", async () => {
    const at = await serve(bench().app);
    for (const path of ["/things/1", "/things/2", "/wp-login.php", "/healthz", "/readyz"])
      await (await fetch(at + path)).text();
    const text = await (await fetch(`${at}/metrics`)).text();
    expect(text).toContain(
      'http_server_request_duration_seconds_count{http_request_method="GET",http_route="/things/:id",http_response_status_code="200"} 2',
    );
    expect(text).toContain('http_route="unmatched",http_response_status_code="404"} 1');
    expect(text).not.toMatch(/http_route="[^"]*healthz/);
    expect(text).toContain("process_cpu_seconds_total");
    expect(text).toContain('service_build_info{release="r1",commit="c1"} 1');
  });
});

describe("correlation", () => {
  test("taken from the caller, seen while answering, logged, returned", async () => {
    const { app, lines } = bench();
    const at = await serve(app);
    const response = await fetch(`${at}/things/1`, { headers: { "x-correlation-id": "click-1" } });
    expect(response.headers.get("x-correlation-id")).toBe("click-1");
    expect(await response.json()).toEqual({ id: "1", sees: "click-1" });
    expect(lines.at(-1)).toMatchObject({ correlation_id: "click-1", path: "/things/1", status: 200, level: "info" });
  });

  test.each(["", "two words", "x".repeat(129), "<script>"])("%j is replaced", async (given) => {
    const at = await serve(bench().app);
    const response = await fetch(`${at}/things/1`, { headers: { "x-correlation-id": given } });
    expect(response.headers.get("x-correlation-id")).toBe("made-1");
  });
});

describe("problems", () => {
  const problemAt = async (path: string, init?: RequestInit) => {
    const made = bench();
    const response = await fetch((await serve(made.app)) + path, init);
    return { response, body: await response.json(), lines: made.lines };
  };
  const json = { method: "POST", headers: { "content-type": "application/json" } };

  test("an unknown error is logged in full and told in short", async () => {
    const { response, body, lines } = await problemAt("/break");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      500,
      "application/problem+json; charset=utf-8",
    ]);
    expect(JSON.stringify(body)).not.toContain("secret");
    expect(body).toMatchObject({ correlation_id: "made-1" });
    expect(lines.find((line) => line["level"] === "error")).toMatchObject({
      message: "request failed",
      error: { message: "the secret inside", cause: { message: "deeper" } },
    });
  });

  test("a refusal carries its headers and what was expected", async () => {
    const { response, body } = await problemAt("/refuse");
    expect(response.headers.get("retry-after")).toBe("7");
    expect(body).toMatchObject({ status: 429, title: "Slow down", violations: [{ where: "q", expected: "less" }] });
  });

  test.each([
    ["no JSON", "/things", { ...json, body: "{" }, 400],
    ["too much", "/things", { ...json, body: JSON.stringify("x".repeat(2000)) }, 413],
    [
      "an unknown charset",
      "/things",
      { ...json, headers: { "content-type": "application/json; charset=latin9" }, body: "{}" },
      415,
    ],
    ["a broken path", "/things/%ff", {}, 400],
    ["no such page", "/nothing", {}, 404],
  ])("%s", async (_name, path, init, status) => {
    expect((await problemAt(path, init)).body).toMatchObject({ status });
  });

  test("after the first byte the connection is cut, not mended", async () => {
    const at = await serve(bench().app);
    await expect(fetch(`${at}/late`).then((response) => response.text())).rejects.toThrow();
  });
});

test("levels below the chosen one stay silent", () => {
  const { log, lines } = bench("warn");
  log.info("small talk");
  log.warn("listen", { depth: 3 });
  expect(lines).toEqual([
    { time: "1970-01-01T00:00:00.000Z", level: "warn", service: "bench", message: "listen", depth: 3 },
  ]);
});

describe("drain", () => {
  const draining = (close: (done: () => void) => void, wait: () => Promise<void>) => {
    const did: string[] = [];
    const drain = createDrain({
      server: {
        close: (done) => {
          did.push("close");
          close(done);
        },
        closeIdleConnections: () => void did.push("idle"),
        closeAllConnections: () => void did.push("all"),
      },
      log: bench().log,
      deadlineMs: 1000,
      wait,
      release: async () => void did.push("release"),
    });
    return { drain, did };
  };

  test("waits for the last request, then lets go of the rest, once", async () => {
    const { drain, did } = draining(
      (done) => queueMicrotask(done),
      () => new Promise(() => {}),
    );
    expect(drain.draining()).toBe(false);
    const stopped = drain.stop("SIGTERM");
    expect(drain.draining()).toBe(true);
    await Promise.all([stopped, drain.stop("SIGINT")]);
    expect(did).toEqual(["close", "idle", "release"]);
  });

  test("a connection that becomes idle later is closed too", async () => {
    const { drain, did } = draining(
      () => {},
      async () => {},
    );
    await drain.stop("SIGTERM");
    expect(did.filter((step) => step === "idle").length).toBeGreaterThan(1);
  });

  test("cuts off what is still running at the deadline", async () => {
    const { drain, did } = draining(
      () => {},
      async () => {},
    );
    await drain.stop("SIGTERM");
    expect(did.filter((step) => step !== "idle")).toEqual(["close", "all", "release"]);
  });
});

describe("settings", () => {
  test("every bad variable is named in one message", () => {
    const read = new SettingsReader({ PORT: "x", LOG_LEVEL: "loud", API: "nowhere", NAME: "" });
    read.wholeNumber("PORT", 1, { from: 0, to: 9 });
    read.level("LOG_LEVEL");
    read.url("API", "http://a");
    expect([read.text("NAME", "otherwise"), read.optional("NAME")]).toEqual(["otherwise", undefined]);
    expect(() => read.finish({})).toThrow(
      /PORT: expected a whole number from 0 to 9, got "x"\n {2}LOG_LEVEL: .*"loud"\n {2}API: .*"nowhere"/,
    );
  });

  test("an address loses its last slash", () => {
    expect(new SettingsReader({ API: "http://a:1/" }).url("API", "")).toBe("http://a:1");
  });
});
