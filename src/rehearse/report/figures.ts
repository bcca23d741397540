import type { Report, ReportLeg } from "./model.ts";

/** 950 → `1.0 s`; 75000 → `1 min 15 s` */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export const took = (one: { readonly startedAt?: number; readonly endedAt?: number }): number | undefined =>
  one.startedAt === undefined || one.endedAt === undefined ? undefined : one.endedAt - one.startedAt;

/** How a job ended, all of its legs taken together: the worst of them. */
export function resultOf(legs: readonly ReportLeg[]): ReportLeg["result"] | undefined {
  const worst = ["running", "failure", "cancelled", "waiting", "success", "skipped"] as const;
  return worst.find((result) => legs.some((leg) => leg.result === result));
}

/** The jobs of the longest chain of needs, of those that ran. */
export function longestChain({ began, legs }: Report): readonly string[] {
  const ran = new Set(legs.filter(({ startedAt }) => startedAt !== undefined).map(({ job }) => job));
  const jobs = new Map(began.graph.map((job) => [job.id, job]));
  const known = new Map<string, readonly string[]>();
  const chain = (id: string): readonly string[] => {
    const before = known.get(id);
    if (before) return before;
    known.set(id, []);
    const longest = (jobs.get(id)?.needs ?? [])
      .map(chain)
      .reduce<readonly string[]>((one, other) => (other.length > one.length ? other : one), []);
    const own = ran.has(id) && jobs.get(id)?.calls === undefined ? [...longest, id] : longest;
    known.set(id, own);
    return own;
  };
  return began.graph
    .map(({ id }) => chain(id))
    .reduce<readonly string[]>((one, other) => (other.length > one.length ? other : one), []);
}

const count = (number: number, one: string, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;

/** `production runs 3 images, 2 new; smoke 9/9; 31.0 s; longest chain 4 jobs` */
export function inShort(report: Report): string {
  const last = report.releases.findLast(({ status }) => status === "live" || status === "rolled-back");
  const said: string[] = [];
  if (last) {
    const fresh = last.images.filter(({ digest, before }) => digest !== before).length;
    const which = last.images.length > 0 ? ` ${count(last.images.length, "image")}, ${fresh} new` : ` ${last.release}`;
    said.push(last.status === "live" ? `${last.environment} runs${which}` : `${last.environment} went back`);
  }
  const smoke = smokeChecks(report);
  if (smoke.all > 0) said.push(`smoke ${smoke.passed}/${smoke.all}`);
  said.push(duration(report.endedAt));
  const chain = longestChain(report).length;
  if (chain > 0) said.push(`longest chain ${count(chain, "job")}`);
  return said.join("; ");
}

/** What steps that name `passed` and `failed` among their outputs counted, after the last release. */
function smokeChecks({ legs, releases }: Report): { readonly passed: number; readonly all: number } {
  const legOfLast = releases.at(-1)?.leg;
  let [passed, all] = [0, 0];
  for (const { leg, steps } of legs)
    if (leg === legOfLast)
      for (const { outputs } of steps)
        if (outputs["verdict"] !== undefined && /^\d+$/.test(outputs["passed"] ?? "")) {
          passed += Number(outputs["passed"]);
          all += Number(outputs["passed"]) + (Number(outputs["failed"] ?? 0) || 0);
        }
  return { passed, all };
}
