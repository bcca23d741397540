import type { RehearsalEvent, Released, Tell } from "./event.ts";

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

/**
 * Recognises the steps that deployed something by the outputs that the deploying actions have, and tells of the release right
 * after the step's end.
 */
export function withReleases(tell: Tell): Tell {
  const environments = new Map<string, string>();
  const live = new Map<string, Readonly<Record<string, string>>>();
  return (event) => {
    tell(event);
    if (event.kind === "job-planned")
      for (const { leg, environment } of event.legs) if (environment !== undefined) environments.set(leg, environment);
    const released = releaseOf(event, (leg) => environments.get(leg) ?? "", live);
    if (!released) return;
    tell(released);
    if (released.status === "live")
      live.set(released.environment, Object.fromEntries(released.images.map(({ name, digest }) => [name, digest])));
  };
}

function releaseOf(
  event: RehearsalEvent,
  environmentOf: (leg: string) => string,
  live: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Released | undefined {
  if (event.kind !== "step-ended") return undefined;
  const { outputs, leg, step, at } = event;
  const { status, release } = outputs;
  if (!status || !release || outputs["images"] === undefined) return undefined;
  const environment = environmentOf(leg);
  const before = live.get(environment) ?? {};
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
    diff: event.summary,
    at,
  };
}
