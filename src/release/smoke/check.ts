import * as v from "valibot";
import { parseDuration } from "../../action/index.ts";

const duration = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): number => {
    const ms = parseDuration(dataset.value);
    if (ms !== undefined) return ms;
    addIssue({ message: `expected a duration such as 500ms, 30s or 2m, came "${dataset.value}"` });
    return NEVER;
  }),
);
const regex = v.pipe(
  v.string(),
  v.check((text) => {
    try {
      new RegExp(text);
      return true;
    } catch {
      return false;
    }
  }, "expected a regular expression"),
);
/** Kept as text: what is expected is compared as JSON, and sent as JSON. */
const json = v.pipe(
  v.unknown(),
  v.transform((value): string => JSON.stringify(value ?? null)),
);

const expectation = v.strictObject({
  status: v.optional(v.union([v.number(), v.array(v.number())]), 200),
  /** `$.items[0].name: apple`; the value must be equal. */
  json: v.optional(v.record(v.string(), json), {}),
  body: v.optional(regex),
  headers: v.optional(v.record(v.string(), regex), {}),
  latency: v.optional(duration),
  /** https only: how long the certificate must still be good. */
  "certificate-days": v.optional(v.number()),
});

const check = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1)),
  /** A Service of the release's namespace, reached by port-forward; or a whole address. */
  service: v.optional(v.string()),
  port: v.optional(v.union([v.string(), v.number()])),
  url: v.optional(v.string()),
  via: v.optional(v.picklist(["port-forward", "service-proxy", "url"])),
  method: v.optional(v.picklist(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]), "GET"),
  path: v.optional(v.string(), "/"),
  headers: v.optional(v.record(v.string(), v.string()), {}),
  body: v.optional(v.union([v.string(), json])),
  expect: v.optional(expectation, {}),
  /** `orderId: $.id` keeps a value of the answer; later checks write `{{orderId}}`. */
  capture: v.optional(v.record(v.string(), v.string()), {}),
  timeout: v.optional(duration, "10s"),
});

export const smokeSchema = v.strictObject({
  /** All must have passed this often in a row within this time. */
  within: v.optional(duration, "60s"),
  successes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  every: v.optional(duration, "1s"),
  /** Afterwards restarts are watched for so long. */
  soak: v.optional(duration, "0s"),
  checks: v.pipe(
    v.array(check),
    v.minLength(1, "expected at least one check: a smoke test that checks nothing proves nothing"),
  ),
});

export type Check = Readonly<v.InferOutput<typeof check>>;
export type SmokeFile = Readonly<v.InferOutput<typeof smokeSchema>>;

/** The parsed file, or every problem in it with its place. */
export function readSmoke(value: unknown): SmokeFile | { readonly problems: readonly string[] } {
  const parsed = v.safeParse(smokeSchema, value);
  if (parsed.success) {
    const homeless = parsed.output.checks.filter(({ service, url }) => (service === undefined) === (url === undefined));
    const unsafe = parsed.output.checks.filter(
      (one) =>
        one.via === "service-proxy" && Object.keys(one.headers).some((name) => name.toLowerCase() === "authorization"),
    );
    const problems = [
      ...homeless.map(({ name }) => `check "${name}": expected either a service or a url`),
      ...unsafe.map(
        ({ name }) =>
          `check "${name}": the API's service proxy takes Authorization for the cluster's own credential; use port-forward or a url`,
      ),
    ];
    return problems.length > 0 ? { problems } : parsed.output;
  }
  return { problems: parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "file"}: ${issue.message}`) };
}
