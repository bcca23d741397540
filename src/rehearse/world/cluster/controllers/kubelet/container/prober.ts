import type { Clock } from "../../../clock.ts";
import { isObject, type JsonObject, numberOr } from "../../../json/value.ts";
import type { Probed, ProbeKind, RunningContainer } from "../pod-runtime.ts";

export interface Verdict {
  readonly kind: ProbeKind;
  /** The threshold was reached: this is now so. */
  readonly ok: boolean;
}

export interface ProbeListener {
  readonly verdict: (verdict: Verdict) => void;
  /** One try failed, whatever the threshold says. */
  readonly failed: (kind: ProbeKind, output: string) => void;
}

const keys = { startup: "startupProbe", liveness: "livenessProbe", readiness: "readinessProbe" } as const;

export const probeOf = (container: JsonObject, kind: ProbeKind): JsonObject | undefined => {
  const probe = container[keys[kind]];
  return isObject(probe) ? probe : undefined;
};

/** Tries one probe again and again for as long as the container runs. The answer ends it. */
export function prober(
  clock: Clock,
  running: RunningContainer,
  kind: ProbeKind,
  probe: JsonObject,
  listener: ProbeListener,
): () => void {
  const period = numberOr(probe["periodSeconds"], 10) * 1000;
  const initial = numberOr(probe["initialDelaySeconds"], 0) * 1000;
  const needed = numberOr(probe["successThreshold"], 1);
  const allowed = numberOr(probe["failureThreshold"], 3);
  let good = 0;
  let bad = 0;
  let over = false;
  let cancel = clock.after(initial, () => attempt());

  const attempt = () => {
    running.probe(kind, probe, (probed) => {
      if (over) return;
      judge(probed);
      // the startup probe has no more to say once it has succeeded
      if (over || (kind === "startup" && good >= needed)) return;
      cancel = clock.after(period, attempt);
    });
  };
  const judge = (probed: Probed) => {
    if (probed.ok) {
      good += 1;
      bad = 0;
      if (good === needed) listener.verdict({ kind, ok: true });
      return;
    }
    bad += 1;
    good = 0;
    listener.failed(kind, probed.output);
    if (bad === allowed && !over) listener.verdict({ kind, ok: false });
  };
  return () => {
    over = true;
    cancel();
  };
}
