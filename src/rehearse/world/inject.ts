/** A fault that a rehearsal is to show, with what it strikes. */
export type Injection =
  | { readonly kind: "crash"; readonly service: string; readonly environment: string }
  | { readonly kind: "slow" | "unready" | "missing-image"; readonly service?: string; readonly environment?: string }
  | { readonly kind: "finding"; readonly service: string }
  | { readonly kind: "api"; readonly how: "429" | "drop" }
  | { readonly kind: "kill"; readonly job: string };

export const injectUsage = [
  "crash:SERVICE@ENVIRONMENT  its new pods end at once, with exit code 1",
  "slow[:SERVICE][@ENV]       its pods start ten seconds late",
  "unready[:SERVICE][@ENV]    its pods run and never become ready",
  "missing-image[:SERVICE][@ENV]  the registry no longer has its image",
  "finding:SERVICE            the scan of its image finds something critical",
  'api:429, api:drop          the cluster\'s API says "too many requests", or drops connections',
  "kill:JOB                   the job's runner is lost while it deploys",
] as const;

export type InjectChoice =
  | { readonly ok: true; readonly injection: Injection }
  | { readonly ok: false; readonly why: string };

const forms = /^(crash|slow|unready|missing-image|finding|api|kill)(?::([^@]+))?(?:@(.+))?$/;

/** `crash:order-api@production` → its parts. */
export function parseInjection(text: string): InjectChoice {
  const wrong = (why: string): InjectChoice => ({ ok: false, why: `--inject ${text}: ${why}` });
  const [, kind, what, environment] = forms.exec(text) ?? [];
  const at = environment === undefined ? {} : { environment };
  switch (kind) {
    case "crash":
      if (what === undefined || environment === undefined)
        return wrong("say whose pods crash where: crash:SERVICE@ENVIRONMENT");
      return { ok: true, injection: { kind, service: what, environment } };
    case "slow":
    case "unready":
    case "missing-image":
      return { ok: true, injection: { kind, ...(what === undefined ? {} : { service: what }), ...at } };
    case "finding":
      if (what === undefined || environment !== undefined)
        return wrong("say in which service's image: finding:SERVICE");
      return { ok: true, injection: { kind, service: what } };
    case "api":
      if (what !== "429" && what !== "drop") return wrong("api:429 or api:drop");
      return { ok: true, injection: { kind, how: what } };
    case "kill":
      if (what === undefined || environment !== undefined) return wrong("say which job's runner is lost: kill:JOB");
      return { ok: true, injection: { kind, job: what } };
    default:
      return wrong(`expected one of\n  ${injectUsage.join("\n  ")}`);
  }
}

/** As it was asked for. */
export function injectionText(injection: Injection): string {
  switch (injection.kind) {
    case "api":
      return `api:${injection.how}`;
    case "kill":
      return `kill:${injection.job}`;
    case "finding":
      return `finding:${injection.service}`;
    default: {
      const { kind, service, environment } = injection;
      return `${kind}${service === undefined ? "" : `:${service}`}${environment === undefined ? "" : `@${environment}`}`;
    }
  }
}

/** Most faults are shown on a release that follows one which went well: only then is there something to go back to. */
export const needsReleaseBefore = (injections: readonly Injection[]): boolean =>
  injections.some(({ kind }) => kind !== "finding");
