/** `npm run shop`: the three services on this machine, with nothing but Node and Python, until Ctrl-C. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nodePackages, pythonPackages } from "../prepare/packages.ts";
import { type Ports, takenPorts } from "./ports.ts";
import { startShop } from "./shop.ts";

const root = join(import.meta.dirname, "../..");
const dataDir = join(root, ".tidegate/shop");
const passwordFile = join(dataDir, "demo-password");
const verbose = process.argv.includes("--verbose");
const ports: Ports = { frontend: 3000, "order-api": 4000, "product-api": 5000 };

/** Made once and kept, so that a browser's saved login still works tomorrow. */
async function demoPassword(): Promise<string> {
  if (existsSync(passwordFile)) return readFileSync(passwordFile, "utf8");
  const password = randomBytes(6).toString("base64url");
  await mkdir(dataDir, { recursive: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  return password;
}

/** Requests stay out of the way unless asked for; warnings and errors never do. */
function show(service: string, line: string): void {
  const level = /"level": ?"(\w+)"/.exec(line)?.[1];
  if (verbose || level === undefined || level === "warn" || level === "error")
    console.log(`${service.padEnd(12)} ${line}`);
}

async function main(): Promise<number> {
  const taken = await takenPorts(ports);
  if (taken.length > 0) {
    console.error(`${taken.join("\n")}\nStop what uses it, and try again.`);
    return 1;
  }
  console.log("Getting the services' packages ready (a minute the first time) …");
  await nodePackages(root);
  await pythonPackages(root);
  const password = await demoPassword();
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  const shop = await startShop({ root, ports, dataDir, password, onLine: show });
  console.log(`
  shop         ${shop.address("frontend")}
  product-api  ${shop.address("product-api")}/products
  order-api    ${shop.address("order-api")}/openapi.json

  sign in as   customer, neighbour or admin
  password     ${password}

Ctrl-C stops all three.${verbose ? "" : " --verbose shows every request."}`);
  await stopped;
  console.log("\nStopping …");
  await shop.stop();
  console.log("Stopped. Orders and stock are kept in .tidegate/shop.");
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
