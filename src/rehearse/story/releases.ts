import type { Released, StepEnded, Tell } from "./event.ts";

function imagesOf(text: string): Readonly<Record<string, string>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).flatMap(([name, digest]) => (typeof digest === "string" ? [[name, digest]] : [])),
    );
  } catch {
    return {};
  }
}

/** environment → image → digest, of what is live there */
export type Live = Map<string, Readonly<Record<string, string>>>;

/** What is known of releases so far. */
interface Known {
  readonly environments: ReadonlyMap<string, string>;
  readonly live: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** leg → the release that one of its steps deployed */
  readonly ofLeg: ReadonlyMap<string, Released>;
}

/**
 * Recognises the steps that deployed something by the outputs that the deploying actions have, and those after them in their
 * job that settled what became of it: a smoke test, a rollback. Tells of the release right after such a step's end. Runs that
 * follow each other share what is live.
 */
export function withReleases(tell: Tell, live: Live = new Map()): Tell {
  const environments = new Map<string, string>();
  const ofLeg = new Map<string, Released>();
  return (event) => {
    tell(event);
    if (event.kind === "job-planned")
      for (const { leg, environment } of event.legs) if (environment !== undefined) environments.set(leg, environment);
    if (event.kind !== "step-ended") return;
    const known: Known = { environments, live, ofLeg };
    const released = deployed(event, known) ?? settled(event, known);
    if (!released) return;
    tell(released);
    ofLeg.set(event.leg, released);
    if (released.status === "live")
      live.set(released.environment, Object.fromEntries(released.images.map(({ name, digest }) => [name, digest])));
  };
}

function deployed({ outputs, leg, step, at, summary }: StepEnded, known: Known): Released | undefined {
  const { status, release } = outputs;
  if (!status || !release || outputs["images"] === undefined) return undefined;
  const environment = known.environments.get(leg) ?? "";
  const before = known.live.get(environment) ?? {};
  return {
    kind: "released",
    leg,
    step,
    environment,
    status,
    release,
    previous: outputs["previous"] ?? "",
    cause: outputs["cause"] ?? "",
    images: Object.entries(imagesOf(outputs["images"])).map(([name, digest]) => ({
      name,
      digest,
      before: before[name] ?? "",
    })),
    changed: Number(outputs["changed"] ?? 0) || 0,
    diff: summary,
    at,
  };
}

/** A smoke test says `status: live`, a rollback `result: rolled-back`, of the release that their job deployed before. */
function settled({ outputs, leg, step, at }: StepEnded, { ofLeg }: Known): Released | undefined {
  const before = ofLeg.get(leg);
  const status = outputs["result"] === "rolled-back" ? "rolled-back" : outputs["status"];
  if (!before || !status || status === before.status) return undefined;
  return { ...before, step, status, cause: outputs["cause"] || before.cause, at };
}
