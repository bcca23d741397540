import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { constants } from "node:os";
import type { ContainerListener, Exit, RunningContainer } from "../cluster/controllers/kubelet/pod-runtime.ts";
import type { ExecStreams } from "../cluster/pod-access.ts";
import type { ProcessPlan } from "./command.ts";
import { runInside } from "./inside.ts";
import { type PortOf, tryProbe } from "./probe.ts";
import type { Tampering } from "./tamper.ts";

/** Ends a process and all it has started. */
export function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // it has ended already
  }
}

/** One start of a container: a process in a folder of its own, told of until it ends. */
export class ProcessContainer implements RunningContainer {
  readonly id: string;
  readonly #folder: string;
  readonly #portOf: PortOf;
  readonly #tampering: Tampering;
  #plan: ProcessPlan | undefined;
  #child: ChildProcess | undefined;
  /** what was started beside it, by exec */
  readonly #beside = new Set<ChildProcess>();
  #stopped = false;

  constructor(id: string, folder: string, portOf: PortOf, tampering: Tampering = {}) {
    this.id = id;
    this.#folder = folder;
    this.#portOf = portOf;
    this.#tampering = tampering;
  }

  begin(plan: ProcessPlan, tell: ContainerListener, running: Set<ChildProcess>): void {
    const { startsLateMs } = this.#tampering;
    if (startsLateMs === undefined) this.#start(plan, tell, running);
    else setTimeout(() => this.#start(plan, tell, running), startsLateMs).unref();
  }

  #start(plan: ProcessPlan, tell: ContainerListener, running: Set<ChildProcess>): void {
    if (this.#stopped) {
      tell.exited({ code: 0 });
      return;
    }
    const { crash } = this.#tampering;
    if (crash) {
      tell.line(crash.line);
      tell.exited({ code: crash.code });
      return;
    }
    this.#plan = plan;
    // a group of its own, so that what the process starts ends with it
    const child = spawn(plan.command, plan.args, {
      cwd: plan.cwd,
      env: { ...plan.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#child = child;
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) tell.line(line);
      });
      stream.on("end", () => rest !== "" && tell.line(rest));
    }
    let told = false;
    const exited = (exit: Exit) => {
      if (told) return;
      told = true;
      running.delete(child);
      if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
      this.endBeside();
      rmSync(this.#folder, { recursive: true, force: true });
      tell.exited(exit);
    };
    child.once("error", (cause) => exited({ code: 128, reason: "StartError", message: cause.message }));
    child.once("close", (code, signal) =>
      exited({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) }),
    );
  }

  probe(kind: string, probe: object, answer: Parameters<RunningContainer["probe"]>[2]): void {
    if (kind === "readiness" && this.#tampering.neverReady) {
      answer({ ok: false, output: "the rehearsal was asked to let this container never become ready" });
      return;
    }
    if (this.#plan?.standIn) {
      answer({ ok: true });
      return;
    }
    const tried = this.#plan
      ? tryProbe(probe, this.#plan, this.#portOf)
      : Promise.resolve({ ok: false, output: "the process has not started yet" } as const);
    tried.then(answer, (cause: unknown) => answer({ ok: false, output: String(cause) }));
  }

  /** The exit code; without a process to be beside, why there is none. */
  async exec(command: readonly string[], streams: ExecStreams): Promise<number> {
    const running = this.#child?.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
    if (!this.#plan || !running || this.#plan.standIn) {
      const why = this.#plan?.standIn
        ? "a stand-in runs here, nothing of the image is there"
        : "the container does not run";
      streams.stderr.write(`${command[0] ?? ""}: ${why}\n`);
      return 126;
    }
    return runInside(command, this.#plan, this.#folder, streams, (child) => {
      this.#beside.add(child);
      child.once("close", () => this.#beside.delete(child));
    });
  }

  /** Ends what exec started. */
  endBeside(): void {
    for (const { pid } of this.#beside) if (pid !== undefined) killGroup(pid, "SIGKILL");
  }

  stop(graceSeconds: number): void {
    this.#stopped = true;
    const child = this.#child;
    if (child?.pid === undefined) return;
    child.kill("SIGTERM");
    const force = setTimeout(() => child.pid !== undefined && killGroup(child.pid, "SIGKILL"), graceSeconds * 1000);
    child.once("close", () => clearTimeout(force));
  }
}
