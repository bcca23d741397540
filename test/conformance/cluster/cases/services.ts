import { connect } from "node:net";
import { expect } from "vitest";
import { type Bench, ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, condition, list, text } from "../kit/json.ts";
import { deployment, pod, server, service } from "../kit/objects.ts";
import { rolledOut } from "../kit/rollout.ts";
import { refusal } from "../kit/status.ts";

async function slices(b: Bench, name: string): Promise<readonly unknown[]> {
  return b.items("endpointslices", { labelSelector: `kubernetes.io/service-name=${name}` });
}

const endpointsOf = (all: readonly unknown[]) => all.flatMap((slice) => list(slice, "endpoints"));

/** One HTTP/1.0 exchange over a port that kubectl opened. */
const fetched = (port: number, path: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`GET ${path} HTTP/1.0\r\nHost: x\r\n\r\n`));
    let answer = "";
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
  });

export const services = cases({
  "ready pods become endpoints, in the slice and in Endpoints": async (b) => {
    await b.create("services", service("web"));
    await b.create("deployments", deployment("web", 2, [server(b)]));
    await rolledOut(b, "web");
    await b.eventually(async () => {
      const all = await slices(b, "web");
      expect(all).toHaveLength(1);
      expect(at(all[0], "addressType")).toBe("IPv4");
      expect(list(all[0], "ports")).toEqual([{ name: "http", port: 8080, protocol: "TCP" }]);
      expect(endpointsOf(all).map((one) => at(one, "conditions"))).toEqual([
        { ready: true, serving: true, terminating: false },
        { ready: true, serving: true, terminating: false },
      ]);
      expect(at(endpointsOf(all)[0], "targetRef", "kind")).toBe("Pod");
      const older = await b.read("endpoints", "web");
      expect(list(older, "subsets", 0, "addresses")).toHaveLength(2);
    });
  },
  "a pod that is not ready is an endpoint that is not ready": async (b) => {
    await b.create("services", service("web"));
    await b.create("pods", pod("web", [server(b, ["--unready"])]));
    await b.eventually(async () => {
      const [one] = endpointsOf(await slices(b, "web"));
      expect(at(one, "conditions")).toEqual({ ready: false, serving: false, terminating: false });
      expect(list(await b.read("endpoints", "web"), "subsets", 0, "notReadyAddresses")).toHaveLength(1);
    });
  },
  "a named target port is looked up in the pod": async (b) => {
    await b.create("services", service("web", { ports: [{ port: 80, targetPort: "http", name: "web" }] }));
    await b.create("pods", pod("web", [server(b)]));
    await b.eventually(async () =>
      expect(list((await slices(b, "web"))[0], "ports")).toEqual([{ name: "web", port: 8080, protocol: "TCP" }]),
    );
  },
  "a Service without matching pods has no endpoints": async (b) => {
    await b.create("services", service("web"));
    await b.eventually(async () => {
      const all = await slices(b, "web");
      expect(all).toHaveLength(1);
      expect(endpointsOf(all)).toEqual([]);
    });
  },
  "the API's proxy reaches a Service, by port name too": async (b) => {
    await b.create("services", service("web"));
    await b.create("pods", pod("web", [server(b)]));
    await b.eventually(async () => {
      const answer = await b.api.get(`${b.path("services", "web:http")}/proxy/hello`);
      expect(ok(answer, 200)).toBe("web /hello\n");
    });
    expect(ok(await b.api.get(`${b.path("services", "web:80")}/proxy/`), 200)).toBe("web /\n");
  },
  "the API's proxy says 503 where no endpoint is ready": async (b) => {
    await b.create("services", service("web"));
    const answer = await b.api.get(`${b.path("services", "web:80")}/proxy/`);
    expect(answer).toMatchObject(refusal(503, "ServiceUnavailable"));
    expect(text(answer.body, "message")).toContain('no endpoints available for service "web"');
  },
  "kubectl port-forward reaches a pod": async (b) => {
    await b.create("pods", pod("web", [server(b)]));
    await b.until("pods", "web", (found) => expect(condition(found, "Ready")?.["status"]).toBe("True"));
    const running = b.kubectl.start(["port-forward", "pod/web", ":8080"]);
    b.cleanup(() => running.stop());
    const [, port] = await running.line(/^Forwarding from 127\.0\.0\.1:(\d+) -> 8080/);
    await b.eventually(async () => {
      const answer = await fetched(Number(port), "/forwarded");
      expect(answer).toMatch(/^HTTP\/1\.1 200/);
      expect(answer).toContain("web /forwarded");
    });
  },
  "kubectl port-forward to a Service finds the pod behind it": async (b) => {
    await b.create("services", service("web"));
    await b.create("pods", pod("web", [server(b)]));
    await b.until("pods", "web", (found) => expect(condition(found, "Ready")?.["status"]).toBe("True"));
    const running = b.kubectl.start(["port-forward", "service/web", ":80"]);
    b.cleanup(() => running.stop());
    const [, port] = await running.line(/^Forwarding from 127\.0\.0\.1:(\d+) -> 8080/);
    await b.eventually(async () => expect(await fetched(Number(port), "/x")).toContain("web /x"));
  },
  "two Services get addresses of their own, a headless one gets none": async ({ create }) => {
    const one = await create("services", service("one"));
    const two = await create("services", service("two"));
    expect(at(one, "spec", "clusterIP")).not.toBe(at(two, "spec", "clusterIP"));
    const headless = await create("services", service("three", { clusterIP: "None" }));
    expect(at(headless, "spec", "clusterIP")).toBe("None");
  },
});
