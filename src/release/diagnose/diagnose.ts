import { containersOf } from "../bundle/template.ts";
import { numberAt, textAt } from "../json/json.ts";
import type { Kube } from "../kube/kube.ts";
import { type KubeObject, type Ref, refOf, titleOf } from "../kube/object.ts";
import type { Patience } from "../wait/state.ts";
import type { Outcome } from "../wait/wait.ts";
import { adviceFor, type Cause, type Finding, findings, nodeOf } from "./cause.ts";

export interface DiagnoseOptions {
  readonly kube: Kube;
  readonly outcomes: readonly Outcome[];
  readonly objects: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly patience: Patience;
  /** How many lines of a container's log to show; 0 where the log may not be public. */
  readonly logLines: number;
}

const most = 5;

/** Fetches what the finding alone does not say: events, last lines. Best effort: a diagnosis never fails a deploy by itself. */
export async function diagnose(options: DiagnoseOptions): Promise<readonly Cause[]> {
  const found = findings(options.outcomes, options.objects, options.pods, options.patience).slice(0, most);
  return Promise.all(found.map((finding) => explain(finding, options)));
}

async function explain(finding: Finding, { kube, logLines }: DiagnoseOptions): Promise<Cause> {
  const { ref, pod, trouble } = finding;
  const events = await eventsOf(kube, ref, pod).catch(() => []);
  const container =
    trouble?.container ?? (pod === undefined ? undefined : containersOf(pod).find(({ init }) => !init)?.name);
  const crashed =
    trouble?.code === "crash" || finding.code === "job" || finding.code === "rollout" || finding.code === "deadline";
  const log =
    pod !== undefined && container !== undefined && crashed && logLines > 0
      ? await lastLines(kube, refOf(pod), container, logLines, trouble?.code === "crash")
      : [];
  const node = nodeOf(pod);
  return {
    code: finding.code,
    ref,
    message: messageOf(finding, events),
    events,
    log,
    advice: adviceFor(finding, log.length > 0 ? "shown" : logLines > 0 ? "none" : "withheld"),
    ...(pod === undefined ? {} : { pod: pod.metadata.name }),
    ...(container === undefined ? {} : { container }),
    ...(node === undefined ? {} : { node }),
    ...(trouble?.exitCode === undefined ? {} : { exitCode: trouble.exitCode }),
  };
}

/** An object of these kinds only says that it waits, or waited for too long; why is in an event. */
function messageOf({ code, message }: Finding, events: readonly string[]): string {
  if (code === "unbound") return events[0] ?? message;
  // what the probe was answered is the program's own text, which may hold anything
  const [, probe] = /^Unhealthy: (\w+) probe failed/m.exec(events.join("\n")) ?? [];
  return code === "deadline" && probe !== undefined
    ? `${message.replace(/\.$/, "")}: its ${probe.toLowerCase()} probe fails`
    : message;
}

/**
 * A container that was restarted says nothing yet: what it said before it ended is in its previous log. While it waits to be
 * restarted, its last words are in the current one, and the previous may already be gone from the node.
 */
async function lastLines(
  kube: Kube,
  pod: Ref,
  container: string,
  tail: number,
  previous: boolean,
): Promise<readonly string[]> {
  for (const before of previous ? [true, false] : [false]) {
    const text = (await kube.log(pod, container, { tail, previous: before }).catch(() => undefined)) ?? "";
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length > 0 && !lines[0]?.startsWith("unable to retrieve container logs")) return lines.slice(-tail);
  }
  return [];
}

/** Warnings about the object and its pod, newest first, as `reason: message (×4)`. */
async function eventsOf(kube: Kube, ref: Ref, pod: KubeObject | undefined): Promise<readonly string[]> {
  const about = [ref.name, ...(pod === undefined ? [] : [pod.metadata.name])];
  const lines: string[] = [];
  for (const name of about) {
    const scope = ref.namespace === undefined ? {} : { namespace: ref.namespace };
    for await (const page of kube.pages({
      apiVersion: "v1",
      kind: "Event",
      ...scope,
      fields: `involvedObject.name=${name},type!=Normal`,
    }))
      lines.push(...page.items.map(eventLine));
  }
  return [...new Set(lines)].slice(-5).reverse();
}

function eventLine(event: KubeObject): string {
  const count = numberAt(event, "count") ?? numberAt(event, "series", "count") ?? 1;
  return `${textAt(event, "reason") ?? "Event"}: ${textAt(event, "message") ?? ""}${count > 1 ? ` (×${count})` : ""}`;
}

/** One sentence for the job's result and the record; never a log line, which may hold anything. */
export function causeLine(cause: Cause): string {
  const where = [
    titleOf(cause.ref),
    cause.pod === undefined ? undefined : `pod ${cause.pod}`,
    cause.container === undefined ? undefined : `container ${cause.container}`,
  ];
  return `${where.filter((one) => one !== undefined).join(", ")}: ${cause.message}`;
}
