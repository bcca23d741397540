/** What no type can say about a configuration, and what plain JavaScript got past the types. */
import type { Definition } from "./config.ts";

/** As Docker and Kubernetes take it: lower case, digits, dashes. */
const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** As GitHub takes the name of a secret or a variable. */
const upper = /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/;

const names = (title: string, given: readonly string[], form: RegExp, like: string): readonly string[] =>
  given.filter((name) => !form.test(name)).map((name) => `${title} "${name}" is no name like ${like}`);

const unknown = (title: string, named: readonly (string | undefined)[], known: readonly string[]): readonly string[] =>
  named.flatMap((name) =>
    name === undefined || known.includes(name)
      ? []
      : [`${title} ${name} is not declared; there are ${known.join(", ") || "none"}`],
  );

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

export function problemsOf(given: Definition): readonly string[] {
  const services = Object.entries(given.services);
  const environments = Object.entries(given.environments);
  const secrets = Object.keys(given.secrets);
  const variables = Object.keys(given.variables ?? {});
  const { attestations, registry, notifications = [] } = given;
  const paths = [
    ...services.map(([name, { path }]) => [`service ${name}: path`, path] as const),
    ...environments.flatMap(([name, { overlay, smoke, backup }]) => [
      [`environment ${name}: overlay`, overlay] as const,
      [`environment ${name}: smoke`, smoke] as const,
      ...(backup === undefined ? [] : [[`environment ${name}: backup`, backup] as const]),
    ]),
  ];
  const images = services.map(([name, { image }]) => image ?? name);
  return [
    ...(/^[\w.-]+\/[\w.-]+$/.test(given.repository) ? [] : [`repository "${given.repository}" is no OWNER/NAME`]),
    ...names("app", [given.app], label, "shop"),
    ...(services.length === 0 ? ["there is no service"] : []),
    ...names("service", Object.keys(given.services), label, "order-api"),
    ...names("image", images, label, "order-api"),
    ...images.filter((image, at) => images.indexOf(image) < at).map((image) => `two services have the image ${image}`),
    ...(environments.length === 0 ? ["there is no environment"] : []),
    ...names("environment", Object.keys(given.environments), label, "staging"),
    ...names("secret", secrets, upper, "KUBE_CONFIG"),
    ...names("variable", variables, upper, "REGISTRY"),
    ...paths.filter(([, path]) => outside(path)).map(([title, path]) => `${title} "${path}" leaves the repository`),
    ...environments.flatMap(([name, { kubeconfig, watch }]) =>
      unknown(`environment ${name}: the secret`, [kubeconfig, watch?.kubeconfig], secrets),
    ),
    ...environments.flatMap(([name, { after }]) =>
      unknown(`environment ${name}: after`, [after], Object.keys(given.environments)),
    ),
    ...unknown("registry: the secret", [registry.login?.password], secrets),
    ...unknown("registry: the variable", [registry.hostFrom], variables),
    ...unknown(
      "notifications: the secret",
      notifications.map(({ url }) => url),
      secrets,
    ),
    ...unknown("rehearse: the variable", Object.keys(given.rehearse?.variables ?? {}), variables),
    ...unknown("attestations: the variable", typeof attestations === "object" ? [attestations.offFrom] : [], variables),
    ...circles(new Map(environments.map(([name, { after }]) => [name, after]))),
  ];
}
