import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** PostgreSQL refuses to run as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export interface Postgres {
  readonly address: (role: string, database: string) => string;
  readonly stop: () => Promise<void>;
}

const reachable = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** A server of the test's own, set up by the same script as in the cluster. */
export async function startPostgres(binary: string, port: number, setup: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), "shop-pg-"));
  if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  const data = join(folder, "data");
  const options = {
    ...nobody,
    cwd: folder,
    env: { PATH: `${dirname(binary)}:${process.env["PATH"]}`, LC_ALL: "C.UTF-8" },
  };
  execFileSync(
    join(dirname(binary), "initdb"),
    ["-D", data, "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256", "-N"],
    {
      ...options,
      stdio: "ignore",
    },
  );
  appendFileSync(
    join(data, "postgresql.conf"),
    `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '${folder}'\n`,
  );
  const server = spawn(binary, ["-D", data], { ...options, stdio: "ignore" });
  const exited = once(server, "exit");
  const until = performance.now() + 30_000;
  while (!(await reachable(port))) {
    if (server.exitCode !== null || performance.now() > until) throw new Error("PostgreSQL did not start");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  execFileSync("bash", [setup], {
    env: { ...options.env, PGHOST: folder, PGPORT: String(port), PRODUCT_API_PASSWORD: "p1", ORDER_API_PASSWORD: "p2" },
    stdio: "pipe",
  });
  const password: Readonly<Record<string, string>> = { product_api: "p1", order_api: "p2" };
  return {
    address: (role, database) => `postgresql://${role}:${password[role]}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      // fast: sessions are ended, data is written
      server.kill("SIGINT");
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
