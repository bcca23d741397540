import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";
import { connect } from "node:net";

/** Rejects unless a GET is answered with a status under 400. */
export function answers(url: string, tls: { readonly ca?: Buffer; readonly insecure?: boolean } = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const onResponse = (response: import("node:http").IncomingMessage) => {
      response.resume();
      const status = response.statusCode ?? 0;
      if (status < 400) resolve();
      else reject(new Error(`${url} answered ${status}`));
    };
    const options = { timeout: 2_000, ca: tls.ca, rejectUnauthorized: tls.insecure !== true, agent: false as const };
    const request = url.startsWith("https:") ? getHttps(url, options, onResponse) : getHttp(url, options, onResponse);
    request.on("timeout", () => request.destroy(new Error(`${url} did not answer within 2 s`)));
    request.on("error", reject);
  });
}

/** Rejects unless something listens on the Unix socket. */
export function listens(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve();
    });
    socket.on("error", reject);
  });
}

/** Rejects unless the Docker engine behind the socket answers its ping. */
export function dockerPings(socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = getHttp({ socketPath, path: "/_ping", timeout: 2_000 }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`Docker's ping answered ${response.statusCode}`));
    });
    request.on("timeout", () => request.destroy(new Error("Docker's ping was not answered within 2 s")));
    request.on("error", reject);
  });
}
