/**
 * What a configuration must be made of. The types say it to an editor; but Node only strips them, and so a mistake gets as far as
 * here wherever nobody ran the compiler.
 */
import type { Definition } from "./config.ts";
import type { Environment } from "./environment.ts";
import type { Notification } from "./notification.ts";
import type { Registry } from "./registry.ts";
import type { ImageStandIn, Rehearsal } from "./rehearsal.ts";
import type { Service } from "./service.ts";

/** The mistakes in what stands at a path. */
type Rule = (x: unknown, path: string) => readonly string[];

type May<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T] & string;
type Must<T> = Exclude<keyof T, May<T>> & string;

export const isObject = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

const shown = (x: unknown): string => (x === undefined ? "nothing" : (JSON.stringify(x) ?? String(x)));
const is =
  (fits: (x: unknown) => boolean, what: string): Rule =>
  (x, path) =>
    fits(x) ? [] : [`${path} must be ${what}; came ${shown(x)}`];

const text = is((x) => typeof x === "string" && x !== "", "text");
const maybeEmpty = is((x) => typeof x === "string", "text");
const yesOrNo = is((x) => typeof x === "boolean", "true or false");
const duration = is((x) => typeof x === "string" && /^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(x), "a duration such as 10m");
const percent = is((x) => typeof x === "number" && x >= 0 && x <= 100, "a number from 0 to 100");
const count = is((x) => Number.isInteger(x) && Number(x) > 0, "a whole number of jobs, 1 or more");
const oneOf = (...values: readonly string[]) =>
  is((x) => typeof x === "string" && values.includes(x), values.join(", ").replace(/, ([^,]*)$/, " or $1"));

const list =
  (item: Rule): Rule =>
  (x, path) =>
    Array.isArray(x)
      ? x.flatMap((one: unknown, at) => item(one, `${path}[${at}]`))
      : [`${path} must be a list; came ${shown(x)}`];

const named =
  (value: Rule): Rule =>
  (x, path) =>
    isObject(x)
      ? Object.entries(x).flatMap(([name, one]) => value(one, `${path}.${name}`))
      : [`${path} must be { name: … }; came ${shown(x)}`];

const either =
  (first: (x: unknown) => boolean, one: Rule, other: Rule): Rule =>
  (x, path) =>
    (first(x) ? one : other)(x, path);

function shape<T>(must: Readonly<Record<Must<T>, Rule>>, may: Readonly<Record<May<T>, Rule>>): Rule {
  const rules: Readonly<Record<string, Rule>> = { ...must, ...may };
  const known = Object.keys(rules);
  return (x, path) => {
    if (!isObject(x)) return [`${path || "the configuration"} must be { ${known.join(", ")} }; came ${shown(x)}`];
    const below = (name: string) => (path === "" ? name : `${path}.${name}`);
    return [
      ...Object.keys(must).flatMap((name) => (x[name] === undefined ? [`${below(name)} is missing`] : [])),
      ...Object.entries(x).flatMap(([name, one]) => {
        const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
        if (rule === undefined) return [`${below(name)} is no setting; there are ${known.join(", ")}`];
        return one === undefined ? [] : rule(one, below(name));
      }),
    ];
  };
}

const runtime: Rule = (x, path) => {
  const [[name, version] = [], ...more] = isObject(x) ? Object.entries(x) : [];
  const sound = (name === "node" || name === "python") && typeof version === "string" && more.length === 0;
  return sound ? [] : [`${path} must be { node: "24" } or { python: "3.13" }; came ${shown(x)}`];
};

const service = shape<Service>({ path: text, runtime }, { image: text, platforms: list(text), coverage: percent });
const environment = shape<Environment>(
  { namespace: text, overlay: text, smoke: text, kubeconfig: text },
  {
    after: text,
    gate: oneOf("approval", "branch-policy", "none"),
    backup: text,
    hosts: list(text),
    timeout: duration,
    rollback: text,
    watch: shape<NonNullable<Environment["watch"]>>({ environment: text, kubeconfig: text }, {}),
  },
);
const registry = shape<Registry>(
  { host: text, namespace: text },
  { hostFrom: text, login: shape<NonNullable<Registry["login"]>>({ username: text, password: text }, {}) },
);
const occasion = oneOf("waiting-for-approval", "live", "failed", "rolled-back");
const notification = shape<Notification>({ to: oneOf("slack", "webhook"), url: text }, { on: list(occasion) });
const rehearsal = shape<Rehearsal>(
  {},
  {
    contexts: list(text),
    standIns: named(shape<ImageStandIn>({ instead: text }, { command: list(maybeEmpty), env: named(maybeEmpty) })),
    containers: named(shape<{ env: unknown }>({ env: named(maybeEmpty) }, {})),
    bootstrap: list(either(isObject, shape<{ printedBy: unknown }>({ printedBy: list(text) }, {}), text)),
    variables: named(maybeEmpty),
  },
);

/** Everything that is missing, misspelt or of another kind. */
export const misshapen = (given: unknown): readonly string[] => definition(given, "");
const definition = shape<Definition>(
  {
    repository: text,
    app: text,
    services: named(service),
    registry,
    environments: named(environment),
    secrets: named(maybeEmpty),
  },
  {
    branch: text,
    runsOn: text,
    variables: named(maybeEmpty),
    attestations: either(isObject, shape<{ offFrom: unknown }>({ offFrom: text }, {}), yesOrNo),
    notifications: list(notification),
    rehearse: rehearsal,
    check: shape<NonNullable<Definition["check"]>>(
      {},
      { severities: named(oneOf("error", "warning", "info", "off")), longestChain: count },
    ),
  },
);
