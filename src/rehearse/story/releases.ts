import type { Released, StepEnded, Tell } from "./event.ts";

/** image → digest */
type Images = Readonly<Record<string, string>>;

function imagesOf(text: string): Images {
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

/** What is known of releases from run to run. */
export interface Releases {
  /** environment → what is live there */
  readonly live: Map<string, Images>;
  /** `environment release` → what it brought live */
  readonly brought: Map<string, Images>;
}

export const noReleases = (): Releases => ({ live: new Map(), brought: new Map() });

/** And what one run knows of its jobs. */
interface Known extends Releases {
  readonly environments: ReadonlyMap<string, string>;
  /** leg → the release that one of its steps deployed */
  readonly ofLeg: ReadonlyMap<string, Released>;
}

/**
 * Recognises the steps that deployed something by the outputs that the deploying actions have, those after them in their job
 * that settled what became of it (a smoke test, a rollback), and a rollback by itself. Tells of the release right after such a
 * step's end. Runs that follow each other share what is live.
 */
export function withReleases(tell: Tell, releases: Releases = noReleases()): Tell {
  const environments = new Map<string, string>();
  const ofLeg = new Map<string, Released>();
  const { live, brought } = releases;
  return (event) => {
    tell(event);
    if (event.kind === "job-planned")
      for (const { leg, environment } of event.legs) if (environment !== undefined) environments.set(leg, environment);
    if (event.kind !== "step-ended") return;
    const known: Known = { ...releases, environments, ofLeg };
    const ofJob = deployed(event, known) ?? settled(event, known);
    const released = ofJob ?? wentBack(event, known);
    if (!released) return;
    tell(released);
    if (ofJob) ofLeg.set(event.leg, ofJob);
    if (released.status !== "live") return;
    const { environment, release, images } = released;
    const now = Object.fromEntries(images.map(({ name, digest }) => [name, digest]));
    live.set(environment, now);
    brought.set(`${environment} ${release}`, now);
  };
}

const environmentOf = ({ environment, leg }: StepEnded, { environments }: Known): string =>
  environment ?? environments.get(leg) ?? "";

function compared(images: Images, environment: string, { live }: Known): Released["images"] {
  const before = live.get(environment) ?? {};
  return Object.entries(images).map(([name, digest]) => ({ name, digest, before: before[name] ?? "" }));
}

/** What a step's end says of any release. */
function toldBy(event: StepEnded, images: Images, known: Known) {
  const { outputs, leg, step, at, summary: diff } = event;
  const environment = environmentOf(event, known);
  const told = { kind: "released", leg, step, environment, cause: outputs["cause"] ?? "", diff, at } as const;
  return { ...told, images: compared(images, environment, known) };
}

function deployed(event: StepEnded, known: Known): Released | undefined {
  const { outputs } = event;
  const { status, release, previous = "" } = outputs;
  if (!status || !release || outputs["images"] === undefined) return undefined;
  const changed = Number(outputs["changed"] ?? 0) || 0;
  return { ...toldBy(event, imagesOf(outputs["images"]), known), status, release, previous, changed };
}

/** A smoke test says `status: live`, a rollback in `result` how it ended, of the release that their job deployed before. */
function settled({ outputs, leg, step, at }: StepEnded, { ofLeg }: Known): Released | undefined {
  const before = ofLeg.get(leg);
  const { result = "", to } = outputs;
  const status = ["rolled-back", "rollback-failed"].includes(result) ? result : outputs["status"];
  if (!before || !status || status === before.status) return undefined;
  const backTo = result === "rolled-back" && to ? { backTo: to } : {};
  return { ...before, step, status, ...backTo, cause: outputs["cause"] || before.cause, at };
}

/** of a rollback that left everything as it stood */
const idle = ["planned", "not-needed", "nothing-to-go-back-to", "refused"];

/** A rollback of what stood there before its job: told as the release that it made, or else as the one that still stands. */
function wentBack(event: StepEnded, known: Known): Released | undefined {
  const { outputs, leg } = event;
  // it goes back from nothing where nothing is on record, and where a run that recorded nothing undoes what is its own
  const { result = "", from = "", to } = outputs;
  const environment = environmentOf(event, known);
  if (known.ofLeg.has(leg) || (from === "" && (result !== "not-needed" || known.live.has(environment))))
    return undefined;
  const status =
    { "rolled-back": "live", "rollback-failed": result }[result] ?? (idle.includes(result) ? "unchanged" : "");
  if (!status) return undefined;
  const release = status === "unchanged" ? from : (outputs["release"] ?? from);
  // after one that failed, nobody knows what runs
  const stands = { live: to, unchanged: from }[status];
  return {
    ...toldBy(event, known.brought.get(`${environment} ${stands}`) ?? {}, known),
    status,
    release,
    previous: release === from ? "" : from,
    ...(to && result !== "rollback-failed" ? { backTo: to } : {}),
    changed: 0,
  };
}
