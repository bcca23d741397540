import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { constants } from "node:os";
import type { ContainerListener, Exit, RunningContainer } from "../cluster/controllers/kubelet/pod-runtime.ts";
import type { ExecStreams } from "../cluster/pod-access.ts";
import type { ProcessPlan } from "./command.ts";
import { runInside } from "./inside.ts";
import { kill, killGroup } from "./kill.ts";
import type { MemoryWatch } from "./memory-watch.ts";
import { type PortOf, tryProbe } from "./probe.ts";
import type { Tampering } from "./tamper.ts";

export interface ProcessContainerOptions {
  readonly id: string;
  /** as the report says it: `shop-staging, container web` */
  readonly name: string;
  /** its root */
  readonly folder: string;
  readonly portOf: PortOf;
  readonly tampering: Tampering;
  readonly memory: MemoryWatch;
  /** told what came of its limit of memory */
  readonly remark: (text: string) => void;
}

/** One start of a container: a process in a folder of its own, told of until it ends. */
export class ProcessContainer implements RunningContainer {
  readonly id: string;
  readonly #options: ProcessContainerOptions;
  #plan: ProcessPlan | undefined;
  #child: ChildProcess | undefined;
  /** what was started beside it, by exec */
  readonly #beside = new Set<ChildProcess>();
  #stopped = false;
  #outgrown = false;

  constructor(options: ProcessContainerOptions) {
    this.id = options.id;
    this.#options = options;
  }

  begin(plan: ProcessPlan, tell: ContainerListener, running: Set<ChildProcess>): void {
    const { startsLateMs } = this.#options.tampering;
    if (startsLateMs === undefined) this.#start(plan, tell, running);
    else setTimeout(() => this.#start(plan, tell, running), startsLateMs).unref();
  }

  #start(plan: ProcessPlan, tell: ContainerListener, running: Set<ChildProcess>): void {
    if (this.#stopped) {
      tell.exited({ code: 0 });
      return;
    }
    const { crash } = this.#options.tampering;
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
    const unwatch = plan.memoryLimit === undefined ? () => {} : this.#watchMemory(plan.memoryLimit);
    let told = false;
    const exited = (exit: Exit) => {
      if (told) return;
      told = true;
      running.delete(child);
      unwatch();
      if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
      this.endBeside();
      rmSync(this.#options.folder, { recursive: true, force: true });
      tell.exited(exit);
    };
    child.once("error", (cause) => exited({ code: 128, reason: "StartError", message: cause.message }));
    child.once("close", (code, signal) =>
      exited({
        code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        ...(this.#outgrown ? { reason: "OOMKilled" } : {}),
      }),
    );
  }

  /** Ends it where it outgrows its limit, as a kernel would; the answer ends the watch. */
  #watchMemory(limit: number): () => void {
    const { memory, name, remark } = this.#options;
    if (!memory.works) remark("limits are not watched: this system does not tell how much a process holds");
    return memory.add({
      limit,
      leaders: () => [this.#child, ...this.#beside].flatMap((process) => process?.pid ?? []),
      outgrown: (processes) => {
        if (!this.#outgrown) remark(`${name}: held more than its limit and was killed (OOMKilled)`);
        this.#outgrown = true;
        for (const pid of processes) kill(pid, "SIGKILL");
      },
    });
  }

  probe(kind: string, probe: object, answer: Parameters<RunningContainer["probe"]>[2]): void {
    if (kind === "readiness" && this.#options.tampering.neverReady) {
      answer({ ok: false, output: "the rehearsal was asked to let this container never become ready" });
      return;
    }
    if (this.#plan?.standIn) {
      answer({ ok: true });
      return;
    }
    const tried = this.#plan
      ? tryProbe(probe, this.#plan, this.#options.portOf)
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
    return runInside(command, this.#plan, this.#options.folder, streams, (child) => {
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
