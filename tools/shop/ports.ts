import { createServer } from "node:net";

export type Ports = Readonly<Record<"frontend" | "order-api" | "product-api", number>>;

const listen = (port: number) =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });

/** Ports nobody has, for servers that must know each other's address before they start. */
export async function freePorts(): Promise<Ports> {
  const [frontend, orderApi, productApi] = await Promise.all([listen(0), listen(0), listen(0)]);
  return { frontend, "order-api": orderApi, "product-api": productApi };
}

/** Which of the wanted ports are taken, each with one sentence. */
export async function takenPorts(ports: Ports): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports))
    await listen(port).catch(() => taken.push(`Port ${port}, wanted by ${name}, is in use.`));
  return taken;
}
