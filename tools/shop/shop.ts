import { join } from "node:path";
import type { Ports } from "./ports.ts";
import { type Command, type Running, runToEnd, start } from "./process.ts";

export const serviceNames = ["product-api", "order-api", "frontend"] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface ShopOf {
  readonly root: string;
  readonly ports: Ports;
  /** where the services keep their databases and the signing key */
  readonly dataDir: string;
  readonly password: string;
  readonly onLine: (service: string, line: string) => void;
  /** one PostgreSQL address for each API; SQLite without */
  readonly databases?: Readonly<Record<"product-api" | "order-api", string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Shop {
  readonly address: (service: ServiceName) => string;
  readonly kill: (service: ServiceName) => Promise<void>;
  readonly start: (service: ServiceName) => Promise<void>;
  readonly pid: (service: ServiceName) => number | undefined;
  readonly stop: () => Promise<void>;
}

type Plan = Command & { readonly migrate?: readonly [string, ...string[]] };

/** What each service is started with: the same commands as its image's entry point and its migration Job. */
function plans(of: ShopOf): Readonly<Record<ServiceName, Plan>> {
  const address = (service: ServiceName) => `http://127.0.0.1:${of.ports[service]}`;
  const folder = (service: ServiceName) => join(of.root, "services", service);
  const node = join(of.root, "node_modules/.bin/node");
  const python = join(folder("product-api"), ".venv/bin/python");
  const plan = (name: ServiceName, run: Command["run"], env: Record<string, string>): Command => ({
    name,
    cwd: folder(name),
    run,
    env: { PATH: process.env["PATH"] ?? "", ...of.env, PORT: String(of.ports[name]), ...env },
    readyUrl: `${address(name)}/readyz`,
    onLine: of.onLine,
  });
  const database = (service: "product-api" | "order-api") => ({
    DATA_DIR: join(of.dataDir, service),
    ...(of.databases ? { DATABASE_URL: of.databases[service] } : {}),
  });
  return {
    "product-api": {
      ...plan("product-api", [python, "-m", "gunicorn", "--config", "gunicorn.conf.py"], {
        ...database("product-api"),
        PYTHONDONTWRITEBYTECODE: "1",
        JWKS_URL: `${address("order-api")}/.well-known/jwks.json`,
      }),
      migrate: [python, "-m", "product_api.migrate"],
    },
    "order-api": {
      ...plan("order-api", [node, "src/main.ts"], {
        ...database("order-api"),
        PRODUCT_API_URL: address("product-api"),
        DEMO_PASSWORD: of.password,
      }),
      migrate: [node, "src/migrate.ts"],
    },
    frontend: plan("frontend", [node, "src/main.ts"], {
      PRODUCT_API_URL: address("product-api"),
      ORDER_API_URL: address("order-api"),
    }),
  };
}

/** Migrates both databases, starts the three services, and stops what it started if one of them fails. */
export async function startShop(of: ShopOf): Promise<Shop> {
  const planned = plans(of);
  const running = new Map<ServiceName, Running>();

  const shop: Shop = {
    address: (service) => `http://127.0.0.1:${of.ports[service]}`,
    pid: (service) => running.get(service)?.pid,
    start: async (service) => {
      running.set(service, await start(planned[service]));
    },
    kill: async (service) => {
      await running.get(service)?.kill();
      running.delete(service);
    },
    stop: async () => {
      await Promise.all([...running.values()].map((service) => service.stop()));
      running.clear();
    },
  };
  try {
    await Promise.all(
      serviceNames.map(async (name) => {
        const { migrate, ...command } = planned[name];
        if (migrate) await runToEnd({ ...command, name: `${name} migrate`, run: migrate });
        await shop.start(name);
      }),
    );
  } catch (error) {
    await shop.stop();
    throw error;
  }
  return shop;
}
