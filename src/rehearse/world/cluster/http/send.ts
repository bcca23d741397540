import type { IncomingMessage, ServerResponse } from "node:http";
import type { WholeAnswer } from "./call.ts";

export function payload(answer: WholeAnswer): Buffer {
  if (Buffer.isBuffer(answer.body)) return answer.body;
  return Buffer.from(`${JSON.stringify(answer.body)}\n`);
}

export function headersOf(answer: WholeAnswer, warnings: readonly string[]): Record<string, string | string[]> {
  return {
    "content-type": answer.type ?? "application/json",
    "cache-control": "no-cache, private",
    ...(warnings.length === 0
      ? {}
      : { warning: warnings.map((text) => `299 - "${text.replace(/["\\]/g, (char) => `\\${char}`)}"`) }),
    ...answer.headers,
  };
}

export function send(response: ServerResponse, answer: WholeAnswer, warnings: readonly string[]): void {
  const body = payload(answer);
  response.writeHead(answer.code, { ...headersOf(answer, warnings), "content-length": String(body.length) });
  response.end(body);
}

/** The headers promise the whole; half of it comes, then the connection drops. */
export function sendHalf(request: IncomingMessage, response: ServerResponse, answer: WholeAnswer): void {
  const body = payload(answer);
  response.writeHead(answer.code, { ...headersOf(answer, []), "content-length": String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy());
}
