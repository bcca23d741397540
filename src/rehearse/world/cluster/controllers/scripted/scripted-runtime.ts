import { createServer } from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import type { Clock } from "../../clock.ts";
import { at } from "../../json/path.ts";
import { type JsonObject, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { ContainerStart, PodRuntime, Probed } from "../kubelet/pod-runtime.ts";
import { pulledAs } from "./pull-words.ts";
import type { Answerer, ContainerScript, Script } from "./script.ts";

/** Containers that only do what a script says, by the cluster's clock. Nothing is run. */
export function scriptedRuntime(clock: Clock, script: Script): PodRuntime {
  const listening = new Map<string, Map<number, Answerer>>();
  let serial = 0;

  const ask = (
    pod: KubeObject,
    spec: JsonObject,
    restart: number,
    environment: Readonly<Record<string, string>>,
  ): ContainerScript =>
    script({
      pod,
      spec,
      name: stringOr(spec["name"], ""),
      image: stringOr(spec["image"], ""),
      labels: pod.metadata.labels ?? {},
      annotations: pod.metadata.annotations ?? {},
      restart,
      environment,
    }) ?? {};

  return {
    pull: ({ image, pod, container }, answer) => {
      const said = ask(pod, container, 0, {});
      const pull = said.pull ?? "ok";
      const takes = said.pullTakes ?? (pull === "timeout" ? 30_000 : 0);
      return clock.after(takes, () => answer(pulledAs(pull, image)));
    },
    start: (what, tell) => {
      const said = ask(what.pod, what.container, what.restart, what.environment);
      const since = clock.now();
      const cancels: (() => void)[] = [];
      let over = false;
      serial += 1;
      const id = `scripted://${what.pod.metadata.uid ?? ""}/${what.name}/${serial}`;
      const ports = portsOf(listening, what, said);

      const end = (exit: Parameters<typeof tell.exited>[0]) => {
        if (over) return;
        over = true;
        for (const cancel of cancels) cancel();
        for (const port of ports) listening.get(keyOf(what.pod))?.delete(port);
        tell.exited(exit);
      };
      for (const line of said.logs ?? []) {
        if (typeof line === "string") tell.line(line);
        else cancels.push(clock.after(line.after, () => tell.line(line.text)));
      }
      if (said.exit !== undefined) {
        const { after = 0, ...exit } = said.exit;
        cancels.push(clock.after(after, () => end(exit.reason === "OOMKilled" ? { ...exit, code: 137 } : exit)));
      }
      return {
        id,
        probe: (kind, probe, answer) => answer(over ? stopped : probed(said, kind, probe, clock.now() - since)),
        stop: (graceSeconds) => {
          const takes = said.stopTakes ?? 0;
          const killed = takes > graceSeconds * 1000;
          const code = killed ? 137 : (said.stopCode ?? 0);
          cancels.push(clock.after(killed ? graceSeconds * 1000 : takes, () => end({ code })));
        },
      };
    },
    dial: async (pod, port) => {
      const answer = listening.get(keyOf(pod))?.get(port);
      if (answer === undefined) throw new Error(`dial tcp 127.0.0.1:${port}: connect: connection refused`);
      return connected(answer);
    },
    exec: async (pod, container, command, streams) => {
      const spec = objectsOf(at(pod, "spec", "containers")).find((one) => one["name"] === container);
      const run = spec === undefined ? undefined : ask(pod, spec, 0, {}).exec;
      const { code, stdout } = run?.(command) ?? { code: 127, stdout: "" };
      streams.stdout.write(stdout);
      if (run === undefined) streams.stderr.write(`${command[0] ?? ""}: command not found\n`);
      return code;
    },
    forget: (pod) => void listening.delete(keyOf(pod)),
  };
}

const keyOf = (pod: KubeObject) => pod.metadata.uid ?? "";

const stopped: Probed = { ok: false, output: "dial tcp: connect: connection refused" };

function portsOf(
  listening: Map<string, Map<number, Answerer>>,
  what: ContainerStart,
  said: ContainerScript,
): readonly number[] {
  if (said.http === undefined) return [];
  const own = listening.get(keyOf(what.pod)) ?? new Map<number, Answerer>();
  listening.set(keyOf(what.pod), own);
  for (const port of said.http.ports) own.set(port, said.http.answer);
  return said.http.ports;
}

function probed(said: ContainerScript, kind: string, probe: JsonObject, age: number): Probed {
  const port = at(probe, "httpGet", "port");
  if (said.http !== undefined && typeof port === "number" && !said.http.ports.includes(port))
    return {
      ok: false,
      output: `Get "http://127.0.0.1:${port}/": dial tcp 127.0.0.1:${port}: connect: connection refused`,
    };
  const output =
    said.probeOutput ?? ("httpGet" in probe ? "HTTP probe failed with statuscode: 503" : `probe failed after ${age}ms`);
  if (kind === "liveness")
    return age >= (said.sickAfter ?? Number.POSITIVE_INFINITY) ? { ok: false, output } : { ok: true };
  const from = kind === "startup" ? said.startedAfter : said.readyAfter;
  return from === undefined || (from !== "never" && age >= from) ? { ok: true } : { ok: false, output };
}

/** A connection whose other end is answered by Node's own HTTP server, which listens nowhere. */
function connected(answer: Answerer): Duplex {
  const [here, there] = duplexPair();
  createServer((request, response) => answer(request, response)).emit("connection", there);
  return here;
}
