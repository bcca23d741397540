import { expect, test } from "vitest";
import { ConfigError, type Definition, defineConfig, isConfig } from "./index.ts";
import { problemsOf } from "./problems.ts";

const place = { namespace: "shop", overlay: "k8s", smoke: "smoke.yml", kubeconfig: "KUBE_CONFIG" };
const sound: Definition = {
  repository: "acme/shop",
  app: "shop",
  services: { web: { path: "web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: { staging: place, production: { ...place, after: "staging" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
};
const web = { path: "web", runtime: { node: "24" } };

test.each<readonly [string, Partial<Definition>, string]>([
  ["a repository without an owner", { repository: "shop" }, 'repository "shop" is no OWNER/NAME'],
  ["an app in capitals", { app: "Shop" }, 'app "Shop" is no name like shop'],
  ["no service", { services: {} }, "there is no service"],
  ["a service with a dot", { services: { "a.b": web } }, 'service "a.b" is no name like order-api'],
  [
    "two services of one image",
    { services: { web, site: { ...web, image: "web" } } },
    "two services have the image web",
  ],
  [
    "a service elsewhere",
    { services: { web: { ...web, path: "../web" } } },
    'service web: path "../web" leaves the repository',
  ],
  [
    "an absolute overlay",
    { environments: { staging: { ...place, overlay: "/k8s" } } },
    'environment staging: overlay "/k8s" leaves the repository',
  ],
  ["no environment", { environments: {} }, "there is no environment"],
  [
    "an undeclared kubeconfig",
    { environments: { staging: { ...place, kubeconfig: "OTHER" } } },
    "environment staging: the secret OTHER is not declared; there are KUBE_CONFIG",
  ],
  [
    "an unknown environment before",
    { environments: { staging: { ...place, after: "test" } } },
    "environment staging: after test is not declared; there are staging",
  ],
  [
    "environments in a circle",
    { environments: { a: { ...place, after: "b" }, b: { ...place, after: "a" } } },
    "environments wait for one another: a → b → a",
  ],
  [
    "a secret in small letters",
    { secrets: { KUBE_CONFIG: "x", token: "x" } },
    'secret "token" is no name like KUBE_CONFIG',
  ],
  [
    "a secret that GitHub keeps for itself",
    { secrets: { KUBE_CONFIG: "x", GITHUB_PAT: "x" } },
    'secret "GITHUB_PAT" is no name like KUBE_CONFIG',
  ],
  [
    "an undeclared variable of the registry",
    { registry: { host: "ghcr.io", namespace: "acme", hostFrom: "REGISTRY" } },
    "registry: the variable REGISTRY is not declared; there are none",
  ],
  [
    "an undeclared address of a notification",
    { notifications: [{ to: "slack", url: "SLACK" }] },
    "notifications: the secret SLACK is not declared; there are KUBE_CONFIG",
  ],
  [
    "an undeclared switch of attestations",
    { attestations: { offFrom: "ATTEST" } },
    "attestations: the variable ATTEST is not declared; there are none",
  ],
  [
    "a rehearsal's undeclared variable",
    { rehearse: { variables: { MIRROR: "x" } } },
    "rehearse: the variable MIRROR is not declared; there are none",
  ],
])("%s is named", (_, change, problem) => {
  expect(problemsOf({ ...sound, ...change })).toContain(problem);
});

test.each<readonly [string, object, string]>([
  ["what is missing", { services: undefined }, "services is missing"],
  [
    "a misspelt setting",
    { environments: { staging: { ...place, kubeconfg: "X" } } },
    "environments.staging.kubeconfg is no setting; there are namespace, overlay, smoke, kubeconfig, after, gate, backup, hosts, timeout, rollback, watch",
  ],
  [
    "a gate that there is not",
    { environments: { staging: { ...place, gate: "aproval" } } },
    'environments.staging.gate must be approval, branch-policy or none; came "aproval"',
  ],
  [
    "a time without its unit",
    { environments: { staging: { ...place, timeout: 600 } } },
    "environments.staging.timeout must be a duration such as 10m; came 600",
  ],
  [
    "a service that runs on nothing",
    { services: { web: { path: "web", runtime: {} } } },
    'services.web.runtime must be { node: "24" } or { python: "3.13" }; came {}',
  ],
  [
    "somebody whom nobody can tell",
    { notifications: [{ to: "teams", url: "KUBE_CONFIG" }] },
    'notifications[0].to must be slack or webhook; came "teams"',
  ],
  ["a list that is none", { notifications: "slack" }, 'notifications must be a list; came "slack"'],
  [
    "a coverage above all lines",
    { services: { web: { ...web, coverage: 900 } } },
    "services.web.coverage must be a number from 0 to 100; came 900",
  ],
  [
    "a channel that is told twice",
    {
      notifications: [
        { to: "slack", url: "KUBE_CONFIG" },
        { to: "webhook", url: "KUBE_CONFIG" },
      ],
    },
    "notifications: KUBE_CONFIG would be told twice",
  ],
])("what no type kept away is named: %s", (_, change, problem) => {
  expect(problemsOf({ ...sound, ...change })).toContain(problem);
});

test("a configuration that is nothing, or anything, is told and breaks nothing", () => {
  for (const given of [undefined, null, 5, "x", [], () => 1])
    expect(problemsOf(given)).toEqual([
      expect.stringMatching(/^the configuration must be \{ repository, app, .*; came /),
    ]);
  const empty = ["repository", "app", "services", "registry", "environments", "secrets"].map(
    (name) => `${name} is missing`,
  );
  expect(problemsOf({})).toEqual(empty);
});

test("a mistake in one setting hides none in another of the same environment", () => {
  const environments = { staging: { ...place, gate: "aproval", kubeconfig: "OTHER", overlay: "/k8s" } };
  expect(problemsOf({ ...sound, environments })).toEqual([
    expect.stringContaining("environments.staging.gate"),
    'environment staging: overlay "/k8s" leaves the repository',
    "environment staging: the secret OTHER is not declared; there are KUBE_CONFIG",
  ]);
});

test("a sound configuration has no problem, is known as one, and has what was left out", () => {
  expect(problemsOf(sound)).toEqual([]);
  const made = defineConfig(sound);
  expect(isConfig(made)).toBe(true);
  expect(isConfig(sound)).toBe(false);
  expect(made).toMatchObject({ branch: "main", runsOn: "ubuntu-24.04" });
});

test("all problems are told together", () => {
  const wrong = { ...sound, repository: "shop", app: "Shop" };
  expect(() => defineConfig(wrong)).toThrow(ConfigError);
  expect(() => defineConfig(wrong)).toThrow(
    /^config: tidegate\.config\.ts is not as it must be:\n {2}repository "shop" is no OWNER\/NAME\n {2}app "Shop" is no name like shop$/,
  );
});
