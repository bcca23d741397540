/** T6, P9: `docker compose up` runs the shop with its database. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePorts } from "../../../tools/shop/ports.ts";
import { clients } from "../clients.ts";
import { must } from "../host/run.ts";

const { engine, env } = clients();
const root = join(import.meta.dirname, "../../..");
const project = `shop-compose-${process.pid}`;
const password = "high-water";
let frontend: string;
let settings: NodeJS.ProcessEnv;
const compose = (...args: readonly string[]) =>
  must(["docker", "compose", `--project-name=${project}`, `--project-directory=${root}`, ...args], { env: settings });

beforeAll(async () => {
  const ports = await freePorts();
  frontend = `http://127.0.0.1:${ports.frontend}`;
  settings = {
    ...env,
    NODE_BASE: engine.images.node,
    PYTHON_BASE: engine.images.python,
    POSTGRES_IMAGE: engine.images.postgres,
    FRONTEND_PORT: String(ports.frontend),
    ORDER_API_PORT: String(ports["order-api"]),
    PRODUCT_API_PORT: String(ports["product-api"]),
    DEMO_PASSWORD: password,
  };
  await compose("up", "--build", "--wait", "--wait-timeout=200");
});
afterAll(async () => {
  await compose("down", "--volumes", "--timeout=10");
});

test("T6 P9: a customer signs in, orders, and finds the order again after everything was restarted", async () => {
  const json = { "content-type": "application/json" };
  const signIn = async () => {
    const body = JSON.stringify({ user: "customer", password });
    const response = await fetch(`${frontend}/shop/session`, { method: "POST", headers: json, body });
    return response.headers.get("set-cookie")?.split(";")[0] ?? "";
  };
  const lines = [{ product: "pebble-mouse", quantity: 2 }];
  const placed = await fetch(`${frontend}/shop/orders`, {
    method: "POST",
    headers: { ...json, cookie: await signIn(), "idempotency-key": "compose-1" },
    body: JSON.stringify({ lines }),
  });
  expect(placed.status).toBe(201);
  await compose("restart", "--timeout=10");
  await compose("up", "--wait", "--wait-timeout=120");
  const orders = async () => (await fetch(`${frontend}/shop/orders`, { headers: { cookie: await signIn() } })).json();
  expect(await orders()).toMatchObject({ items: [{ state: "confirmed", wanted: lines }], total: 1 });
});
