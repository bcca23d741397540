import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { TLSSocket } from "node:tls";
import type { Check } from "./check.ts";
import { fill, type Observed } from "./judge.ts";

const mostBody = 256 * 1024;

/** Sends the check to an address; rejects when no answer came. */
export function askUrl(
  base: URL,
  check: Check,
  values: Readonly<Record<string, string>>,
  clock: () => number,
  signal: AbortSignal,
): Promise<Observed> {
  const url = check.url === undefined ? new URL(fill(check.path, values), base) : base;
  const start = clock();
  const body = bodyOf(check, values);
  const headers = Object.fromEntries(Object.entries(check.headers).map(([name, value]) => [name, fill(value, values)]));
  const send = url.protocol === "https:" ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      { method: check.method, headers, timeout: check.timeout, signal, agent: false },
      (answer) => {
        const days = answer.socket instanceof TLSSocket ? daysLeft(answer.socket) : undefined;
        const parts: Buffer[] = [];
        let size = 0;
        answer.on("data", (part: Buffer) => {
          size += part.length;
          if (size <= mostBody) parts.push(part);
        });
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(answer.headers).map(([name, value]) => [
                name,
                Array.isArray(value) ? value.join(", ") : (value ?? ""),
              ]),
            ),
            body: Buffer.concat(parts).toString("utf8"),
            ms: clock() - start,
            ...(days === undefined ? {} : { certificateDays: days }),
          }),
        );
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${check.timeout} ms`)));
    sent.on("error", reject);
    sent.end(body);
  });
}

export function bodyOf(check: Check, values: Readonly<Record<string, string>>): string | undefined {
  if (check.body === undefined) return undefined;
  return fill(check.body, values);
}

function daysLeft(socket: TLSSocket): number | undefined {
  const until = Date.parse(socket.getPeerCertificate().valid_to ?? "");
  return Number.isNaN(until) ? undefined : Math.floor((until - Date.now()) / 86_400_000);
}
