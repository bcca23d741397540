import { amount } from "../amount.ts";
import { selector } from "../identity/marks.ts";
import { mapAt } from "../json/json.ts";
import { type KubeObject, refOf } from "../kube/object.ts";
import type { Access } from "../kube/proxy.ts";
import { slimPod } from "../mirror/slim.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { askUrl } from "../smoke/ask.ts";
import type { Check, SmokeFile } from "../smoke/check.ts";
import { type Forward, forwardTo } from "../smoke/forward.ts";
import { isReady, type KnownDigests, markOf, provePod, restartsOf, selects, targetPort } from "../smoke/pods.ts";
import { runSmoke, type SmokeReport } from "../smoke/run.ts";
import { askThroughApi } from "../smoke/service-proxy.ts";
import type { Desk } from "./site.ts";

export interface ProveOptions {
  readonly file: SmokeFile;
  readonly access: Access;
  /** What the registry knows of an image's digests; undefined where it could not be asked. */
  readonly digests: (image: string, digest: string) => Promise<ReadonlySet<string> | undefined>;
}

export interface Proven extends SmokeReport {
  /** Pods of which it could not be shown which image they run. */
  readonly unproven: readonly string[];
}

/** The checks, each sent to a pod that was first shown to be of this release; then the soak. */
export async function proveRelease(
  desk: Desk,
  record: ReleaseRecord,
  { file, access, digests }: ProveOptions,
): Promise<Proven> {
  const { kube, clock, signal, say, namespace } = desk;
  const known = await resolve(record, digests);
  const forwards = new Map<string, Forward>();
  const unproven = new Set<string>();
  let turn = 0;
  const podsNow = (labels?: Readonly<Record<string, string>>) => releasePods(desk, record, labels);
  const through = async (check: Check, values: Readonly<Record<string, string>>) => {
    if (check.url !== undefined) return askUrl(new URL(check.url), check, values, clock.elapsed, signal);
    const service = await kube.get({
      apiVersion: "v1",
      kind: "Service",
      namespace: record.namespaces[0] ?? namespace,
      name: check.service ?? "",
    });
    if (service === undefined) throw new Error(`there is no Service ${check.service}`);
    const chosen = await podsNow(mapAt(service, "spec", "selector"));
    const behind = chosen.filter((pod) => selects(service, pod) && isReady(pod));
    for (const pod of behind) {
      const mark = markOf(record, pod);
      const proof =
        mark === undefined
          ? { state: "wrong" as const, why: "it belongs to no workload of this release" }
          : provePod(pod, mark, known);
      if (proof.state === "wrong")
        throw new Error(`pod ${pod.metadata.name} answers for ${check.service}, but ${proof.why}`);
      if (proof.state === "unproven") unproven.add(`${pod.metadata.name}: ${proof.why}`);
    }
    const pod = behind[turn++ % Math.max(1, behind.length)];
    if (pod === undefined) throw new Error(`no ready pod of this release is behind Service ${check.service}`);
    if (check.via === "service-proxy")
      return askThroughApi(desk.connection.send, service, check, values, clock.elapsed, signal);
    const port = targetPort(service, check.port, pod);
    if (port === undefined) throw new Error(`Service ${check.service} has no port ${check.port ?? ""}`);
    const key = `${pod.metadata.name}:${port}`;
    const forward = forwards.get(key) ?? (await forwardTo(access, refOf(pod), port, signal));
    forwards.set(key, forward);
    try {
      return await askUrl(forward.url, check, values, clock.elapsed, signal);
    } catch (error) {
      // a broken forward is made anew at the next try
      forward.stop();
      forwards.delete(key);
      throw error;
    }
  };
  try {
    const report = await runSmoke(file, { clock, signal, reach: through, say });
    const soaked = report.verdict === "ok" && file.soak > 0 ? await soak(desk, file.soak, podsNow, report) : report;
    return { ...soaked, unproven: [...unproven] };
  } finally {
    for (const forward of forwards.values()) forward.stop();
  }
}

/** The calm after the deploy: any restart in it is a finding. */
async function soak(
  { clock, signal, say }: Desk,
  ms: number,
  podsNow: () => Promise<readonly KubeObject[]>,
  report: SmokeReport,
): Promise<SmokeReport> {
  const before = restartsOf(await podsNow());
  say(`watching for restarts for ${Math.round(ms / 1000)} s`);
  await clock.sleep(ms, signal);
  const more = restartsOf(await podsNow()) - before;
  return more <= 0
    ? report
    : {
        ...report,
        verdict: "findings",
        message: `${amount(more, "container restart")} within ${Math.round(ms / 1000)} s after the checks had passed`,
      };
}

/** Of this app; with `labels`, only those that a Service chooses. Kept small: there may be thousands of them. */
async function releasePods(
  desk: Desk,
  record: ReleaseRecord,
  labels: Readonly<Record<string, string>> = {},
): Promise<readonly KubeObject[]> {
  const pods: KubeObject[] = [];
  const chosen = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  for (const namespace of record.namespaces) {
    for await (const page of desk.kube.pages({
      apiVersion: "v1",
      kind: "Pod",
      namespace,
      labels: [selector(desk.identity), ...chosen].join(","),
    }))
      pods.push(...page.items.map(slimPod));
  }
  return pods;
}

async function resolve(record: ReleaseRecord, digests: ProveOptions["digests"]): Promise<KnownDigests> {
  const images = [...new Set(record.workloads.flatMap((mark) => Object.values(mark.images)))];
  const known = await Promise.all(
    images.map(async (image) => {
      const [name = "", digest = ""] = image.split("@");
      const found = await digests(name, digest).catch(() => undefined);
      return found === undefined ? [] : [[image, found] as const];
    }),
  );
  return new Map(known.flat());
}
