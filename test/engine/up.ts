import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { debianRoot } from "./build/debian.ts";
import { cachedImages, type ImageNames, imageNames, makeImages } from "./build/images.ts";
import { installPackages } from "./build/packages.ts";
import { buildPrograms, type Programs } from "./build/programs.ts";
import { type Connection, readConnection } from "./connect.ts";
import { writeConnection } from "./connection-files.ts";
import { takeDown } from "./down.ts";
import { EngineFailure } from "./failure.ts";
import { ownAddress } from "./host/links.ts";
import { until } from "./host/patience.ts";
import { choosePorts } from "./host/ports.ts";
import { mark, ownProcesses } from "./host/processes.ts";
import { must } from "./host/run.ts";
import { told } from "./inside/events.ts";
import { auditLog } from "./inside/parts/apiserver.ts";
import { kubeconfigOf, type Settings, settingsFile, sockets } from "./inside/settings.ts";
import { prepareMachine } from "./machine.ts";
import type { Place } from "./place.ts";
import { hasNoOther, mayHaveEngine } from "./preflight.ts";
import type { Progress } from "./progress.ts";

/** Brings the engine up, from whatever the machine has: nothing, a warm cache, what a killed run left, or a running one. */
export async function up(place: Place, progress: Progress): Promise<Connection> {
  const running = readConnection(place.state);
  if (running !== undefined && ownProcesses(place.state).length > 0) {
    progress.say("runs already");
    return running;
  }
  await mayHaveEngine();
  if ((await takeDown(place.state)) === "removed") progress.say("removed what an earlier run had left");
  await installPackages(progress);
  await hasNoOther();

  // one waits for the network and the disk, the other for the processors
  const [programs] = await Promise.all([buildPrograms(place.cache, progress), debianRoot(place.cache, progress)]);
  const nodeAddress = ownAddress();
  if (nodeAddress === undefined) {
    throw new EngineFailure("expected a network address besides the loopback for the node, and found none");
  }
  const ports = await choosePorts();
  const names = imageNames(`127.0.0.1:${ports.registry}`);
  const folders = [...programs.folders];
  const settings: Settings = { state: place.state, programs: folders, nodeAddress, pauseImage: names.pause, ports };
  await prepareMachine(place.state, programs.dockerPlugins);
  await writeFile(settingsFile(place.state), JSON.stringify(settings, null, 2));
  const images = await cachedImages(place, programs);
  await start(place.state, progress);
  await makeBuilder(place.state);
  if (images === "missing") await makeImages(place, programs, names, progress);
  const connection = connectionTo(settings, programs, names);
  await writeConnection(place.state, connection);
  return connection;
}

function connectionTo(settings: Settings, programs: Programs, names: ImageNames): Connection {
  const { pause: _, ...images } = names;
  return {
    kind: "own",
    kubeconfig: kubeconfigOf(settings, "admin"),
    context: "tidegate-engine",
    registry: `127.0.0.1:${settings.ports.registry}`,
    dockerHost: `unix://${sockets(settings.state).docker}`,
    buildkit: `unix://${sockets(settings.state).buildkit}`,
    programs: programs.folders[0] ?? null,
    auditLog: auditLog(settings),
    images,
  };
}

/** Starts the supervisor in namespaces of its own and waits until it says that everything serves. */
async function start(state: string, progress: Progress): Promise<void> {
  const log = openSync(join(state, "supervisor.log"), "a");
  const supervisor = [process.execPath, join(import.meta.dirname, "inside/main.ts"), state];
  const child = spawn(
    "unshare",
    [
      ...["--mount", "--propagation", "slave", "--pid", "--fork", "--kill-child", "--mount-proc"],
      // a shell as the first process: it collects the zombies of shims and containers, which Node does not
      ...["sh", "-c", '"$@" & wait', mark(state), ...supervisor],
    ],
    { detached: true, stdio: ["ignore", log, log, "pipe"] },
  );
  const ended = new Promise<"ended">((resolve) => child.on("exit", () => resolve("ended")));
  let seen = 0;
  for (;;) {
    const over = await Promise.race([ended, until(() => (told(state).length > seen ? true : undefined), 1_000)]);
    for (const event of told(state).slice(seen)) {
      seen += 1;
      if (event.kind === "serves") progress.say(`${event.part} serves`);
      if (event.kind === "ended") progress.say(`${event.part} ended (${event.how}) and is started again`);
      if (event.kind === "failed") throw new EngineFailure(`${event.part}: ${event.why}`, lastLines(event.log));
      if (event.kind === "ready") {
        progress.say(`ready for pods, ${event.seconds.toFixed(1)} s after the start`);
        child.unref();
        const line = child.stdio[3];
        if (line !== null && line !== undefined && "unref" in line && typeof line.unref === "function") line.unref();
        return;
      }
    }
    if (over === "ended") {
      throw new EngineFailure(
        "the supervisor ended before the engine was ready",
        lastLines(join(state, "supervisor.log")),
      );
    }
  }
}

function lastLines(log: string): string {
  if (!existsSync(log)) return `${log} was not written`;
  return [`the end of ${log}:`, ...readFileSync(log, "utf8").trimEnd().split("\n").slice(-12)].join("\n");
}

/** A builder that buildx finds by BUILDX_CONFIG: the engine's BuildKit, which attests provenance. */
async function makeBuilder(state: string): Promise<void> {
  const env = { ...process.env, BUILDX_CONFIG: join(state, "buildx"), DOCKER_HOST: `unix://${sockets(state).docker}` };
  const address = `unix://${sockets(state).buildkit}`;
  await must(["docker", "buildx", "create", "--name=engine", "--driver=remote", "--use", address], { env });
}
