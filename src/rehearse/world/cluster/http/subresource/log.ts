import { at } from "../../json/path.ts";
import { objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { LogLine } from "../../pod-access.ts";
import { badRequest, notFound } from "../../status/refusals.ts";
import { type Answer, flag, type ResourceCall, text } from "../call.ts";
import type { Serving } from "../serving.ts";

/** `kubectl logs`: what a container has said, and with `follow` what it goes on to say. */
export function log({ store, pods }: Serving, call: ResourceCall): Answer {
  const { namespace, name } = call.target;
  const pod = store.get("pods", namespace, name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  const container = containerOf(pod, call.query.get("container") ?? "");
  if (pods === undefined) throw badRequest(waiting(container, name));
  const lines = pods.log(pod, container, flag(call.query, "previous"));
  if (typeof lines === "string") throw badRequest(lines);
  const format = formatter(call.query);
  const so = chosen(lines, call.query, store.clock.now());
  const limit = Number(call.query.get("limitBytes") ?? Number.POSITIVE_INFINITY);
  if (!flag(call.query, "follow")) return text(so.map(format).join("").slice(0, limit));
  return {
    stream: (_request, response) => {
      response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
      response.flushHeaders();
      response.write(so.map(format).join(""));
      const stop = pods.followLog(pod, container, (line) => {
        if (line === undefined) response.end();
        else response.write(format(line));
      });
      response.on("close", stop);
    },
  };
}

const waiting = (container: string, pod: string) =>
  `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod)} is waiting to start: ContainerCreating`;

export function containerOf(pod: KubeObject, asked: string): string {
  const named = (list: string) => objectsOf(at(pod, "spec", list)).map((one) => stringOr(one["name"], ""));
  const [containers, inits] = [named("containers"), named("initContainers")];
  const { name } = pod.metadata;
  if (asked === "") {
    const [only = ""] = containers;
    if (containers.length + inits.length === 1) return only;
    if (containers.length === 1 && inits.length > 0) {
      throw badRequest(
        `a container name must be specified for pod ${name}, choose one of: [${containers.join(" ")}] or one of the init containers: [${inits.join(" ")}]`,
      );
    }
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${containers.join(" ")}]`);
  }
  if (containers.includes(asked) || inits.includes(asked)) return asked;
  throw badRequest(`container ${asked} is not valid for pod ${name}`);
}

const formatter = (query: URLSearchParams) => (line: LogLine) =>
  flag(query, "timestamps")
    ? `${new Date(line.time).toISOString().replace("Z", "000000Z")} ${line.text}\n`
    : `${line.text}\n`;

function chosen(lines: readonly LogLine[], query: URLSearchParams, now: number): readonly LogLine[] {
  const seconds = query.get("sinceSeconds");
  const moment = query.get("sinceTime");
  const since = seconds !== null ? now - Number(seconds) * 1000 : moment !== null ? Date.parse(moment) : undefined;
  const recent = since === undefined ? lines : lines.filter((line) => line.time >= since);
  const tail = query.get("tailLines");
  if (tail === null) return recent;
  return Number(tail) === 0 ? [] : recent.slice(-Number(tail));
}
