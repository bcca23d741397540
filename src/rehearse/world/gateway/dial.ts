import { connect, type Socket } from "node:net";

/** A connection to a host, through the proxy that this machine itself has to use, if it has one. */
export function dial(host: string, port: number, upstream: URL | undefined): Promise<Socket> {
  if (!upstream) return connected(connect(port, host));
  return connected(connect(Number(upstream.port || 80), upstream.hostname)).then((socket) =>
    throughProxy(socket, `${host}:${port}`, upstream),
  );
}

function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once("connect", () => {
      socket.removeListener("error", reject);
      resolve(socket);
    });
    socket.once("error", reject);
  });
}

/** For the proxy that an address names, where it names who asks. */
export function basicCredentials({ username, password }: URL): string | undefined {
  if (username === "") return undefined;
  return `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64")}`;
}

function throughProxy(socket: Socket, target: string, upstream: URL): Promise<Socket> {
  const signedIn = basicCredentials(upstream);
  const authorization = signedIn === undefined ? "" : `Proxy-Authorization: ${signedIn}\r\n`;
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization}\r\n`);
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      socket.removeListener("data", onData);
      socket.removeListener("error", reject);
      const [status = ""] = head.toString("latin1").split("\r\n");
      if (!/^HTTP\/1\.[01] 2\d\d/.test(status)) {
        socket.destroy();
        reject(new Error(`the proxy said "${status}" to ${target}`));
        return;
      }
      socket.pause();
      const rest = head.subarray(end + 4);
      if (rest.length > 0) socket.unshift(rest);
      resolve(socket);
    };
    socket.on("data", onData);
    socket.once("error", reject);
  });
}
