import { constants } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { admitBuiltIn } from "./admission/built-in.ts";
import { authorize } from "./auth/authorize.ts";
import { serviceAccounts } from "./auth/service-accounts.ts";
import { bootstrap } from "./bootstrap/bootstrap.ts";
import { systemClock } from "./clock.ts";
import type { Cluster, ClusterOptions } from "./cluster.ts";
import { serveDefinitions } from "./custom/serve.ts";
import { faultBook } from "./faults/faults.ts";
import { answer, type FrontDoor } from "./http/front-door.ts";
import { requestBook } from "./http/request-log.ts";
import { upgrade } from "./http/upgrade.ts";
import { objectStore } from "./store/object-store.ts";
import type { User } from "./store/store.ts";
import { authority } from "./tls/certificate.ts";
import { kubeconfig } from "./tls/kubeconfig.ts";
import type { Running } from "./watch/watch.ts";

const administrator: User = { name: "kubernetes-admin", groups: ["system:masters"] };

/**
 * A Kubernetes API server in this process, over TLS on a loopback port of its own: `kubectl` works with its `kubeconfig`.
 * What acts on the objects (controllers, scheduler, kubelet) is passed in; without it, objects just stay as they are written.
 *
 * ```ts
 * const cluster = await startCluster({ controllers: (store, ca) => startControllers(store, { runtime, ca }) });
 * cluster.faults.add({ match: { verb: "write" }, skip: 3, times: 1, fault: { kind: "reset", when: "after" } });
 * await cluster.stop();
 * ```
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { clock = systemClock, tokens = {}, rbac = true, history } = options;
  const store = objectStore({ clock, ...(history === undefined ? {} : { kept: history }) });
  admitBuiltIn(store, rbac);
  bootstrap(store);
  serveDefinitions(store);
  const ca = authority();
  const controllers = options.controllers?.(store, ca.certificate);
  const accounts = serviceAccounts(clock, (namespace, name) => store.get("serviceaccounts", namespace, name));
  const faults = faultBook();
  const requests = requestBook();
  const watches = new Set<Running>();
  const door: FrontDoor = {
    serving: { store, pods: controllers?.pods, accounts, rbac },
    byToken: (token) => tokens[token] ?? accounts.read(token),
    authorize: (call) => {
      if (rbac) authorize(store, call);
    },
    faults,
    requests,
    running: (watch) => {
      watches.add(watch);
      return () => watches.delete(watch);
    },
  };

  const own = ca.issue({ commonName: "kube-apiserver" }, "server");
  const server = createServer(
    {
      key: own.key,
      cert: own.certificate,
      ca: ca.certificate,
      requestCert: true,
      rejectUnauthorized: false,
      // A resumed session would come without the client's certificate.
      secureOptions: constants.SSL_OP_NO_TICKET,
      keepAliveTimeout: 120_000,
    },
    (request, response) => {
      answer(door, request, response).catch(() => request.socket.destroy());
    },
  );
  server.on("upgrade", (request, socket, head) => {
    upgrade(door, request, socket, head).catch(() => socket.destroy());
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    if (faults.strikeConnection()) socket.destroy();
  });
  server.on("tlsClientError", () => {});
  const url = `https://127.0.0.1:${await listening(server)}`;
  const drop = () => {
    for (const watch of watches) watch.end();
    watches.clear();
    for (const socket of sockets) socket.destroy();
  };

  const kubeconfigFor: Cluster["kubeconfigFor"] = (user, { token, namespace } = {}) =>
    kubeconfig({
      url,
      ca: ca.certificate,
      credential:
        token === undefined ? ca.issue({ commonName: user.name, organizations: user.groups }, "client") : { token },
      ...(namespace === undefined ? {} : { namespace }),
    });
  return {
    url,
    ca: ca.certificate,
    kubeconfig: kubeconfigFor(administrator),
    kubeconfigFor,
    store,
    faults,
    requests,
    restart: () => {
      drop();
      store.compact();
    },
    stop: async () => {
      controllers?.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      drop();
      await closed;
    },
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === "string") reject(new Error("the server has no port"));
      else resolve(address.port);
    });
  });
}
