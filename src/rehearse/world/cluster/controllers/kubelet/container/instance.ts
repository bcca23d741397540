import { at } from "../../../json/path.ts";
import { numberOr, stringOr } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";
import { fieldPathOf, type Surroundings, sourcesFor } from "../pod/surroundings.ts";
import type { Exit, ProbeKind, RunningContainer } from "../pod-runtime.ts";
import { environmentOf } from "./environment.ts";
import { log } from "./log.ts";
import { probeOf, prober } from "./prober.ts";
import type { ContainerState } from "./state.ts";
import { filesOf } from "./volumes.ts";

export interface Instance {
  /** Ends probes; with a grace, also the container. */
  stop(graceSeconds: number): void;
}

/** The grace of a container that its own liveness probe condemns. */
const grace = (pod: KubeObject) => numberOr(at(pod, "spec", "terminationGracePeriodSeconds"), 30);

/**
 * Starts a container whose image is there, with its probes. Undefined: it could not be created, the reason is in its
 * phase. `changed` is called whenever something about it is new.
 */
export function startInstance(
  here: Surroundings,
  pod: KubeObject,
  container: ContainerState,
  changed: () => void,
): Instance | undefined {
  const where = fieldPathOf(container);
  const sources = sourcesFor(here.store, pod);
  const environment = environmentOf(pod, container.spec, sources);
  if (!environment.ok) {
    const { message } = environment;
    here.events.warning(pod, "Failed", `Error: ${message}`, where);
    container.phase = { is: "waiting", reason: "CreateContainerConfigError", message };
    return undefined;
  }
  if (container.phase.is === "ended") container.last = container.phase.ended;
  const again = container.last !== undefined;
  if (again) {
    container.restarts += 1;
    container.previousLog = container.log;
  }
  const own = log();
  container.log = own;
  const since = here.clock.now();
  const probes: (() => void)[] = [];
  const stopProbes = () => {
    for (const stop of probes.splice(0)) stop();
  };
  here.events.normal(pod, "Created", `Created container: ${container.name}`, where);
  const running = here.runtime.start(
    {
      pod,
      container: container.spec,
      name: container.name,
      restart: container.restarts,
      // as every container sees its pod by default
      environment: { HOSTNAME: hostname(pod), ...environment.variables },
      files: filesOf(pod, container.spec, sources),
    },
    {
      line: (text) => own.add({ time: here.clock.now(), text }),
      exited: (exit) => {
        stopProbes();
        ended(here, container, running, since, exit);
        own.end();
        changed();
      },
    },
  );
  container.phase = { is: "running", since, running };
  container.started = probeOf(container.spec, "startup") === undefined;
  container.ready = container.started && probeOf(container.spec, "readiness") === undefined;
  here.events.normal(pod, "Started", `Started container ${container.name}`, where);

  const probe = (kind: ProbeKind) => {
    const spec = probeOf(container.spec, kind);
    if (spec === undefined) return;
    const listener = {
      failed: (failing: ProbeKind, output: string) =>
        here.events.warning(pod, "Unhealthy", `${capital(failing)} probe failed: ${output}`, where),
      verdict: (verdict: { readonly ok: boolean }) => {
        if (kind === "readiness") container.ready = verdict.ok;
        else if (!verdict.ok) condemn(kind);
        else if (kind === "startup") {
          container.started = true;
          container.ready = probeOf(container.spec, "readiness") === undefined;
          begin();
        }
        changed();
      },
    };
    probes.push(prober(here.clock, running, kind, spec, listener));
  };
  const condemn = (kind: ProbeKind) => {
    stopProbes();
    here.events.normal(pod, "Killing", `Container ${container.name} failed ${kind} probe, will be restarted`, where);
    container.ready = false;
    running.stop(grace(pod));
  };
  const begin = () => {
    probe("liveness");
    probe("readiness");
  };
  if (container.started) begin();
  else probe("startup");
  return {
    stop: (graceSeconds) => {
      stopProbes();
      running.stop(graceSeconds);
    },
  };
}

function ended(
  here: Surroundings,
  container: ContainerState,
  running: RunningContainer,
  since: number,
  exit: Exit,
): void {
  const quoted = stringOr(container.spec["terminationMessagePolicy"]) === "FallbackToLogsOnError" && exit.code !== 0;
  container.phase = {
    is: "ended",
    ended: {
      exit,
      since,
      until: here.clock.now(),
      id: running.id,
      ...(quoted ? { message: container.log.tail() } : {}),
    },
  };
  container.ready = false;
  container.started = false;
}

const hostname = (pod: KubeObject) => stringOr(at(pod, "spec", "hostname"), pod.metadata.name);

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
