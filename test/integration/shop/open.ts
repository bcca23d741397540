import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodePackages, pythonPackages } from "../../../tools/prepare/packages.ts";
import { freePorts } from "../../../tools/shop/ports.ts";
import { type ServiceName, type Shop, type ShopOf, startShop } from "../../../tools/shop/shop.ts";

export const root = join(import.meta.dirname, "../../..");
export const password = "high-water";

export interface OpenShop extends Shop {
  readonly lines: { readonly service: string; readonly entry: Record<string, unknown> }[];
  /** Each of the three addresses with a path behind it. */
  readonly url: (service: ServiceName, path: string) => string;
  readonly token: (user: string) => Promise<string>;
  readonly stock: (product: string) => Promise<number>;
}

export async function openShop(more: Partial<Pick<ShopOf, "databases" | "env">> = {}): Promise<OpenShop> {
  await nodePackages(root);
  await pythonPackages(root);
  const dataDir = mkdtempSync(join(tmpdir(), "shop-"));
  const lines: { service: string; entry: Record<string, unknown> }[] = [];
  const onLine = (service: string, line: string) => {
    // what is no JSON breaks the test here: every line must be
    lines.push({ service, entry: JSON.parse(line) });
  };
  const shop = await startShop({ root, ports: await freePorts(), dataDir, password, onLine, ...more });
  const url: OpenShop["url"] = (service, path) => shop.address(service) + path;
  return {
    ...shop,
    lines,
    url,
    token: async (user) => {
      const response = await fetch(url("order-api", "/api/sessions"), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ user, password }),
      });
      const session: { token: string } = JSON.parse(await response.text());
      return session.token;
    },
    stock: async (product) => {
      const answer: { stock: number } = JSON.parse(
        await (await fetch(url("product-api", `/products/${product}`))).text(),
      );
      return answer.stock;
    },
    stop: async () => {
      await shop.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}
