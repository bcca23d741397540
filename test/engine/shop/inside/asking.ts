/**
 * Runs in a pod beside the shop, from a ConfigMap: asks each Service over and over, a new connection for every request, and
 * counts which release answered. Ends once each Service's old and new release have answered often enough.
 */
import { request } from "node:http";

const [old = "", fresh = ""] = process.argv.slice(2);
const targets = { frontend: 3000, "product-api": 5000, "order-api": 4000 };
const enough = 120;
const until = Date.now() + 240_000;

interface Count {
  old: number;
  fresh: number;
  failed: string[];
}

const ask = (service: string, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: service, port, path: "/version", agent: false, timeout: 10_000 }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        body += chunk;
      });
      answer.once("end", () =>
        answer.statusCode === 200 ? resolve(body) : reject(new Error(`answered ${answer.statusCode}`)),
      );
      answer.once("error", reject);
    });
    asked.once("timeout", () => asked.destroy(new Error("no answer within 10 s")));
    asked.once("error", reject);
    asked.end();
  });

async function askOver(service: string, port: number, count: Count): Promise<void> {
  while ((count.fresh < enough || count.old < enough) && Date.now() < until) {
    try {
      const { release }: { release: string } = JSON.parse(await ask(service, port));
      if (release === old) count.old += 1;
      else if (release === fresh) count.fresh += 1;
      else count.failed.push(`release ${release}`);
      if (release === old && count.old === enough) console.log(`enough of the old ${service}`);
    } catch (error) {
      count.failed.push(String(error));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const counts: Record<string, Count> = {};
await Promise.all(
  Object.entries(targets).map(([service, port]) => {
    const count: Count = { old: 0, fresh: 0, failed: [] };
    counts[service] = count;
    return askOver(service, port, count);
  }),
);
console.log(JSON.stringify(counts));
