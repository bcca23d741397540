import { expect, test } from "vitest";
import type { KubeObject } from "./cluster/object.ts";
import { type Injection, parseInjection } from "./inject.ts";
import { chooseReal } from "./real.ts";
import { Strikes } from "./strikes.ts";

test.each([
  ["crash:order-api@production", { kind: "crash", service: "order-api", environment: "production" }],
  ["slow", { kind: "slow" }],
  ["unready:frontend", { kind: "unready", service: "frontend" }],
  ["missing-image:frontend@staging", { kind: "missing-image", service: "frontend", environment: "staging" }],
  ["missing-image@staging", { kind: "missing-image", environment: "staging" }],
  ["finding:order-api", { kind: "finding", service: "order-api" }],
  ["api:429", { kind: "api", how: "429" }],
  ["kill:staging", { kind: "kill", job: "staging" }],
])("--inject %s", (text, injection) => expect(parseInjection(text)).toEqual({ ok: true, injection }));

test.each([
  ["crash:order-api", "say whose pods crash where: crash:SERVICE@ENVIRONMENT"],
  ["finding", "say in which service's image: finding:SERVICE"],
  ["api:500", "api:429 or api:drop"],
  ["kill", "say which job's runner is lost: kill:JOB"],
  ["flood", "expected one of\n  crash:SERVICE@ENVIRONMENT"],
])("--inject %s is refused with what to write", (text, why) =>
  expect(parseInjection(text)).toEqual({ ok: false, why: expect.stringContaining(why) }),
);

test.each([
  [[], []],
  [
    ["docker", "registry"],
    ["docker", "registry"],
  ],
  [
    ["docker", "registry", "kubernetes", "audit", "scanner"],
    ["docker", "registry", "kubernetes", "audit", "scanner"],
  ],
  [["audit"], ["audit"]],
])("--real %j", (words, parts) => expect(chooseReal(words)).toEqual({ ok: true, real: new Set(parts) }));

test.each([
  [["docker"], "belong together"],
  [["registry"], "belong together"],
  [["kubernetes"], "a real cluster pulls from a real registry"],
  [["scanner"], "the scanner is a container"],
  [["moon"], '--real takes docker, registry, kubernetes, audit, scanner; not "moon"'],
])("--real %j is refused", (words, why) =>
  expect(chooseReal(words)).toEqual({ ok: false, why: expect.stringContaining(why) }),
);

const pod = (namespace: string): KubeObject => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "a", namespace } });
const image = (digest: string) => ({ name: "web", image: `127.0.0.1:1/acme/order-api@sha256:${digest}` });
const crash: Injection = { kind: "crash", service: "order-api", environment: "production" };

test("a fault strikes the new image of its service in its environment, and nothing that ran well before", () => {
  const strikes = new Strikes([crash]);
  expect(strikes.tamper(pod("shop-production"), image("old"))).toEqual({});
  strikes.arm();
  expect(strikes.tamper(pod("shop-production"), image("old"))).toEqual({});
  expect(strikes.tamper(pod("shop-production"), image("new")).crash?.code).toBe(1);
  expect(strikes.tamper(pod("shop-staging"), image("new"))).toEqual({});
  expect(strikes.tamper(pod("shop-production"), { name: "frontend", image: "acme/frontend@sha256:1" })).toEqual({});
});

test.each([
  [{ kind: "slow" }, { startsLateMs: 10_000 }],
  [{ kind: "unready", service: "web" }, { neverReady: true }],
  [{ kind: "missing-image", environment: "production" }, { missing: true }],
  [{ kind: "api", how: "429" }, {}],
] as const)("%j does %j", (injection, tampering) => {
  const strikes = new Strikes([injection]);
  strikes.arm();
  expect(strikes.tamper(pod("production"), image("new"))).toEqual(tampering);
});
