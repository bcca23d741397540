/** What no type can say about a configuration, and what plain JavaScript got past the types. */
import { isObject, misshapen } from "./shape.ts";

/** As Docker and Kubernetes take it: lower case, digits, dashes. */
const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** As GitHub takes the name of a secret or a variable. */
const upper = /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/;

const names = (title: string, given: readonly string[], form: RegExp, like: string): readonly string[] =>
  given.filter((name) => !form.test(name)).map((name) => `${title} "${name}" is no name like ${like}`);

const unknown = (title: string, named: readonly string[], known: readonly string[]): readonly string[] =>
  named
    .filter((name) => !known.includes(name))
    .map((name) => `${title} ${name} is not declared; there are ${known.join(", ") || "none"}`);

/** Paths lead into the repository, from its root. */
const outside = (path: string) => path === "" || path.startsWith("/") || path.split("/").includes("..");

/** `production → staging → production`: a way that never began. */
function circles(after: ReadonlyMap<string, string | undefined>): readonly string[] {
  return [...after.keys()].flatMap((start) => {
    const way = [start];
    for (let next = after.get(start); next !== undefined; next = after.get(next)) {
      way.push(next);
      if (next === start) return [`environments wait for one another: ${way.join(" → ")}`];
      if (way.length > after.size + 1) break;
    }
    return [];
  });
}

/** What stands at a key, where it is what it should be; what is not is told by its shape. */
const objectIn = (x: unknown, key: string) => (isObject(x) && isObject(x[key]) ? x[key] : {});
const textsIn = (x: unknown, ...keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) => (isObject(x) && typeof x[key] === "string" && x[key] !== "" ? [x[key]] : []));
const listIn = (x: unknown, key: string): readonly unknown[] => {
  const list: unknown = isObject(x) ? x[key] : undefined;
  return Array.isArray(list) ? list : [];
};
const noneIn = (x: unknown, key: string) => isObject(x) && isObject(x[key]) && Object.keys(x[key]).length === 0;

/** All that is wrong with what somebody gave as a configuration, whatever it is. */
export function problemsOf(given: unknown): readonly string[] {
  const services = Object.entries(objectIn(given, "services"));
  const environments = Object.entries(objectIn(given, "environments"));
  const secrets = Object.keys(objectIn(given, "secrets"));
  const variables = Object.keys(objectIn(given, "variables"));
  const registry = objectIn(given, "registry");
  const told = listIn(given, "notifications").flatMap((one) => textsIn(one, "url"));
  const paths = [
    ...services.flatMap(([name, one]) => textsIn(one, "path").map((path) => [`service ${name}: path`, path] as const)),
    ...environments.flatMap(([name, one]) =>
      ["overlay", "smoke", "backup"].flatMap((key) =>
        textsIn(one, key).map((path) => [`environment ${name}: ${key}`, path] as const),
      ),
    ),
  ];
  const images = services.map(([name, one]) => textsIn(one, "image")[0] ?? name);
  const repeated = (all: readonly string[]) => [...new Set(all.filter((one, at) => all.indexOf(one) < at))];
  return [
    ...misshapen(given),
    ...textsIn(given, "repository")
      .filter((name) => !/^[\w.-]+\/[\w.-]+$/.test(name))
      .map((name) => `repository "${name}" is no OWNER/NAME`),
    ...names("app", textsIn(given, "app"), label, "shop"),
    ...(noneIn(given, "services") ? ["there is no service"] : []),
    ...names(
      "service",
      services.map(([name]) => name),
      label,
      "order-api",
    ),
    ...names("image", images, label, "order-api"),
    ...repeated(images).map((image) => `two services have the image ${image}`),
    ...(noneIn(given, "environments") ? ["there is no environment"] : []),
    ...names(
      "environment",
      environments.map(([name]) => name),
      label,
      "staging",
    ),
    ...names("secret", secrets, upper, "KUBE_CONFIG"),
    ...names("variable", variables, upper, "REGISTRY"),
    ...paths.filter(([, path]) => outside(path)).map(([title, path]) => `${title} "${path}" leaves the repository`),
    ...environments.flatMap(([name, one]) => [
      ...unknown(
        `environment ${name}: the secret`,
        [one, objectIn(one, "watch")].flatMap((holder) => textsIn(holder, "kubeconfig")),
        secrets,
      ),
      ...unknown(
        `environment ${name}: after`,
        textsIn(one, "after"),
        environments.map(([other]) => other),
      ),
    ]),
    ...unknown("registry: the secret", textsIn(objectIn(registry, "login"), "password"), secrets),
    ...unknown("registry: the variable", textsIn(registry, "hostFrom"), variables),
    ...unknown("notifications: the secret", told, secrets),
    ...repeated(told).map((url) => `notifications: ${url} would be told twice`),
    ...unknown("rehearse: the variable", Object.keys(objectIn(objectIn(given, "rehearse"), "variables")), variables),
    ...unknown("attestations: the variable", textsIn(objectIn(given, "attestations"), "offFrom"), variables),
    ...circles(new Map(environments.map(([name, one]) => [name, textsIn(one, "after")[0]]))),
  ];
}
