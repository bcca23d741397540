import { expect, test } from "vitest";
import { type Advisory, advisoryId, fixedByRange, fixedByVersions, isVulnerable } from "./advisory.ts";
import { npmConfig, npmrcPaths } from "./config.ts";
import { fixCommand } from "./fix.ts";
import { inventory, type Locked, parseLock } from "./lock.ts";
import { treeOf } from "./tree.ts";

const lock = parseLock(
  "package-lock.json",
  JSON.stringify({
    lockfileVersion: 2,
    packages: {
      "": {
        dependencies: { a: "^1.0.0", alias: "npm:real@^2.0.0" },
        devDependencies: { tool: "~3.0.0" },
        workspaces: ["packages/*"],
      },
      "packages/web": { name: "web", dependencies: { c: "1.0.0", b: "^2.0.0" } },
      "node_modules/web": { link: true, resolved: "packages/web" },
      "node_modules/a": { version: "1.0.0", dependencies: { b: "^1.0.0" }, optionalDependencies: { gone: "*" } },
      "node_modules/b": { version: "1.0.0", dependencies: { "@s/c": "1.x" } },
      "packages/web/node_modules/b": { version: "2.0.0" },
      "node_modules/@s/c": { version: "1.2.0" },
      "node_modules/c": { version: "1.0.0", resolved: "git+ssh://git@github.com/acme/c.git#abc" },
      "node_modules/alias": { name: "real", version: "2.1.0" },
      "node_modules/tool": { version: "3.0.0", dev: true, dependencies: { b: "1" } },
    },
  }),
);
const at = (key: string): Locked => {
  const found = inventory(lock, true).packages.find((one) => one.key === key);
  if (!found) throw new Error(`${key} is not in the inventory`);
  return found;
};

test("the inventory holds what registries know, by its real name", () => {
  const { packages, devLeftOut, foreign } = inventory(lock, false);
  expect(packages.map(({ name, version }) => `${name}@${version}`)).toEqual([
    "a@1.0.0",
    "b@1.0.0",
    "b@2.0.0",
    "@s/c@1.2.0",
    "real@2.1.0",
  ]);
  expect(devLeftOut).toBe(1);
  expect(foreign).toEqual(["c"]);
  expect(inventory(lock, true).packages.map(({ name }) => name)).toContain("tool");
});

test("the way to a package is the shortest, through the folders Node looks into", () => {
  const { way, dependents } = treeOf(lock);
  expect(way("node_modules/@s/c")).toEqual(["a", "b", "@s/c"]);
  expect(way("packages/web/node_modules/b")).toEqual(["b"]);
  expect(dependents("node_modules/b").map(({ key }) => key)).toEqual(["node_modules/a", "node_modules/tool"]);
});

test.each([
  ["node_modules/b", "1.4.0", "npm update b"],
  ["node_modules/a", "1.9.9", "npm update a"],
  ["node_modules/a", "2.0.0", "npm install a@2.0.0"],
  ["node_modules/tool", "4.0.0", "npm install --save-dev tool@4.0.0"],
  ["packages/web/node_modules/b", "3.0.0", "npm install b@3.0.0 --workspace packages/web"],
  ["node_modules/@s/c", "2.0.0", "npm pkg set 'overrides[@s/c]=2.0.0' && npm install"],
  ["node_modules/alias", "2.2.0", "npm update real"],
])("the fix of %s in %s: %s", (key, fixedIn, command) => {
  expect(fixCommand(at(key), fixedIn, treeOf(lock))).toBe(command);
});

const advisory = (vulnerable_versions: string, url = ""): Advisory => ({
  id: 7,
  url,
  title: "",
  severity: "high",
  vulnerable_versions,
});

test.each([
  ["1.0.0", "<1.2.3", true, "1.2.3"],
  ["2.0.0", "<1.2.3 || >=2.0.0 <2.4.0", true, "2.4.0"],
  ["2.0.0", ">=1.0.0, <2.5.0", true, "2.5.0"],
  ["1.0.0", "<=1.2.2", true, "ask"],
  ["1.0.0", "=1.0.0", true, "ask"],
  ["1.0.0", ">=0.5.0", true, undefined],
  ["1.0.0", "*", true, undefined],
  ["1.3.0", "<1.2.3", false, undefined],
  ["1.2.3-beta.1", "<1.2.3", true, "1.2.3"],
])("%s and %s", (version, range, vulnerable, fixed) => {
  expect(isVulnerable(version, advisory(range.replace(",", "")))).toBe(vulnerable);
  expect(fixedByRange(version, advisory(range.replace(",", "")))).toBe(fixed);
});

test("the fixed version is the lowest that no advisory names, and no pre-release", () => {
  const all = [advisory("<=1.2.0"), advisory(">=1.3.0 <1.3.2")];
  expect(fixedByVersions("1.0.0", ["1.2.0", "1.4.0", "1.2.1-rc.1", "1.3.0", "0.9.0"], all)).toBe("1.4.0");
  expect(fixedByVersions("1.0.0", ["1.2.0", "odd"], all)).toBeUndefined();
});

test("an advisory goes by GitHub's name", () => {
  expect(advisoryId(advisory("*", "https://github.com/advisories/GHSA-35jh-r3h4-6jhm"))).toBe("GHSA-35jh-r3h4-6jhm");
  expect(advisoryId(advisory("*"))).toBe("npm-7");
});

test("the project's npmrc goes before the user's, the environment before both, a scope has its own", () => {
  const project = "registry = https://p.example/npm\n@acme:registry=https://own.example\n; no\n# no=1\n";
  const user =
    "registry=https://u.example/\n//own.example/:_authToken=${OWN}\n//p.example/npm/:_auth=cm9ib3Q6aHVudGVyMg==\n";
  const env = { OWN: "own-token" };
  const config = npmConfig([project, user], env);
  expect(config.registryOf("lodash")).toBe("https://p.example/npm/");
  expect(config.registryOf("@acme/x")).toBe("https://own.example/");
  expect(config.registryOf("@other/x")).toBe("https://p.example/npm/");
  expect(config.authorization("https://own.example/")?.header).toBe("Bearer own-token");
  expect(config.authorization("https://p.example/npm/")?.secrets).toEqual(["cm9ib3Q6aHVudGVyMg==", "hunter2"]);
  expect(config.authorization("https://p.example/")).toBeUndefined();
  expect(npmConfig([project], { npm_config_registry: "https://e.example" }).registryOf("x")).toBe("https://e.example/");
  expect(npmConfig([], {}).main).toBeUndefined();
  expect(npmConfig([project], {}, new URL("https://given.example")).registryOf("x")).toBe("https://given.example/");
});

test("a password of the old form is put together with its user", () => {
  const password = Buffer.from("hunter2hunter2").toString("base64");
  const config = npmConfig([`//r.example/:username=robot\n//r.example/:_password="${password}"\n`], {});
  const header = config.authorization("https://r.example/deep/path/")?.header ?? "";
  expect(Buffer.from(header.replace("Basic ", ""), "base64").toString()).toBe("robot:hunter2hunter2");
});

test.each([
  [{ HOME: "/h" }, "/usr/bin", ["/p/.npmrc", "/h/.npmrc", "/usr/etc/npmrc"]],
  [{ HOME: "/h" }, undefined, ["/p/.npmrc", "/h/.npmrc"]],
  [{ npm_config_prefix: "/x" }, "/usr/bin", ["/p/.npmrc", "/x/etc/npmrc"]],
  [{ NPM_CONFIG_USERCONFIG: "/u", npm_config_globalconfig: "/g" }, undefined, ["/p/.npmrc", "/u", "/g"]],
])("npm's files with %j and Node in %s", (env, node, paths) => expect(npmrcPaths("/p", env, node)).toEqual(paths));

test("a file of certificates comes from the same places", () => {
  expect(npmConfig(["cafile=ca.pem"], {}).caFile).toBe("ca.pem");
  expect(npmConfig(["cafile=ca.pem"], { npm_config_cafile: "/x" }).caFile).toBe("/x");
  expect(npmConfig([], {}).caFile).toBeUndefined();
});
