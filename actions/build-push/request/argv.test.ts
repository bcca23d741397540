import { expect, test } from "vitest";
import { Secret } from "../../../src/action/index.ts";
import { type Build, buildArgv } from "./argv.ts";

const plain: Build = {
  name: "ghcr.io/acme/shop",
  tag: "0123456",
  context: "/w/shop",
  file: undefined,
  target: undefined,
  platforms: [],
  buildArgs: new Map(),
  buildContexts: new Map(),
  secrets: [],
  secretFiles: new Map(),
  ssh: [],
  labels: new Map(),
  annotations: new Map(),
  cacheFrom: [],
  cacheTo: [],
  noCache: false,
  pull: false,
  provenance: "min",
  sbom: false,
  builder: undefined,
  metadataFile: "/t/metadata.json",
  layout: undefined,
};
const pushed = "--output=type=image,oci-mediatypes=true,push=true";

test("the smallest build", () =>
  expect(buildArgv(plain)).toEqual([
    ...["buildx", "build", "--progress=plain", "--provenance=mode=min", "--metadata-file=/t/metadata.json"],
    ...["--tag=ghcr.io/acme/shop:0123456", pushed, "/w/shop"],
  ]));

const map = (...entries: readonly (readonly [string, string])[]) => new Map(entries);
const secret = (id: string) => ({ id, value: new Secret("hunter2") });

/** what is asked for beside the smallest build → what is among the arguments, in this order */
const rows: readonly (readonly [string, Partial<Build>, readonly string[]])[] = [
  ["a Dockerfile elsewhere", { file: "/w/docker/shop.Dockerfile" }, ["--file=/w/docker/shop.Dockerfile"]],
  ["a path with a blank", { context: "/w/my shop" }, [pushed, "/w/my shop"]],
  ["a stage", { target: "runtime" }, ["--target=runtime"]],
  ["one platform", { platforms: ["linux/arm64"] }, ["--platform=linux/arm64"]],
  ["several platforms", { platforms: ["linux/amd64", "linux/arm64/v8"] }, ["--platform=linux/amd64,linux/arm64/v8"]],
  ["a build argument", { buildArgs: map(["A", "1"]) }, ["--build-arg=A=1"]],
  ["several, in order", { buildArgs: map(["B", "1"], ["A", "2"]) }, ["--build-arg=B=1", "--build-arg=A=2"]],
  ["one with equals signs", { buildArgs: map(["OPTS", "a=b c=d"]) }, ["--build-arg=OPTS=a=b c=d"]],
  ["an empty one", { buildArgs: map(["EMPTY", ""]) }, ["--build-arg=EMPTY="]],
  ["one that a shell would read", { buildArgs: map(["X", "$(id) `id`"]) }, ["--build-arg=X=$(id) `id`"]],
  ["one that looks like an option", { buildArgs: map(["X", "--push"]) }, ["--build-arg=X=--push"]],
  ["a further context", { buildContexts: map(["shared", "../shared"]) }, ["--build-context=shared=../shared"]],
  [
    "an image as context",
    { buildContexts: map(["base", "docker-image://b:1"]) },
    ["--build-context=base=docker-image://b:1"],
  ],
  ["a secret", { secrets: [secret("npm")] }, ["--secret=id=npm,env=TIDEGATE_SECRET_0"]],
  [
    "several secrets",
    { secrets: [secret("a"), secret("b-c")] },
    ["--secret=id=a,env=TIDEGATE_SECRET_0", "--secret=id=b-c,env=TIDEGATE_SECRET_1"],
  ],
  ["a secret file", { secretFiles: map(["npmrc", "/w/.npmrc"]) }, ["--secret=id=npmrc,src=/w/.npmrc"]],
  ["one whose path has a comma", { secretFiles: map(["k", "/w/a,b"]) }, ['--secret=id=k,"src=/w/a,b"']],
  ["one whose path has a quote", { secretFiles: map(["k", '/w/a"b']) }, ['--secret=id=k,"src=/w/a""b"']],
  ["an agent", { ssh: ["default"] }, ["--ssh=default"]],
  ["a key", { ssh: ["deploy=/k/id"] }, ["--ssh=deploy=/k/id"]],
  ["a label", { labels: map(["a.b", "c"]) }, ["--label=a.b=c"]],
  ["a label with a blank and a comma", { labels: map(["d", "one, two"]) }, ["--label=d=one, two"]],
  ["an annotation", { annotations: map(["a", "b"]) }, ["--annotation=index,manifest:a=b"]],
  [
    "one where there is no index",
    { annotations: map(["a", "b"]), provenance: "none" },
    ["--annotation=manifest:a=b", "--provenance=false"],
  ],
  ["one of the index alone", { annotations: map(["index:a", "b"]) }, ["--annotation=index:a=b"]],
  [
    "one of a platform's manifest",
    { annotations: map(["manifest[linux/amd64]:a", "b"]) },
    ["--annotation=manifest[linux/amd64]:a=b"],
  ],
  [
    "one of several platforms",
    { annotations: map(["a", "b"]), platforms: ["l/a", "l/b"], provenance: "none" },
    ["--annotation=index,manifest:a=b"],
  ],
  [
    "one beside an SBOM",
    { annotations: map(["a", "b"]), provenance: "none", sbom: true },
    ["--annotation=index,manifest:a=b", "--sbom=true"],
  ],
  ["one whose key has a colon", { annotations: map(["urn:a", "b"]) }, ["--annotation=index,manifest:urn:a=b"]],
  ["a cache to read", { cacheFrom: ["type=gha,scope=x"] }, ["--cache-from=type=gha,scope=x"]],
  [
    "several",
    { cacheFrom: ["a/b:cache", "type=local,src=/c"] },
    ["--cache-from=a/b:cache", "--cache-from=type=local,src=/c"],
  ],
  [
    "a cache to write",
    { cacheTo: ["type=gha,mode=max,ignore-error=true"] },
    ["--cache-to=type=gha,mode=max,ignore-error=true"],
  ],
  ["both", { cacheFrom: ["x"], cacheTo: ["y"] }, ["--cache-from=x", "--cache-to=y"]],
  ["every step anew", { noCache: true }, ["--no-cache"]],
  ["newer bases", { pull: true }, ["--pull"]],
  ["both of these", { noCache: true, pull: true }, ["--no-cache", "--pull"]],
  ["all of the provenance", { provenance: "max" }, ["--provenance=mode=max"]],
  ["none of it", { provenance: "none" }, ["--provenance=false"]],
  ["an SBOM", { sbom: true }, ["--provenance=mode=min", "--sbom=true"]],
  ["another builder", { builder: "big" }, ["--progress=plain", "--builder=big"]],
  ["another tag", { tag: "main" }, ["--tag=ghcr.io/acme/shop:main"]],
  ["a layout", { layout: "/t/layout" }, ["--output=type=oci,dest=/t/layout,tar=false", "/w/shop"]],
  ["a layout whose path has a comma", { layout: "/t/a,b" }, ['--output=type=oci,"dest=/t/a,b",tar=false', "/w/shop"]],
  [
    "a layout of several platforms",
    { layout: "/l", platforms: ["l/a", "l/b"] },
    ["--platform=l/a,l/b", "--output=type=oci,dest=/l,tar=false"],
  ],
];

test.each(rows)("%s", (_, asked, expected) => {
  const argv = buildArgv({ ...plain, ...asked });
  expect(argv.filter((arg) => expected.includes(arg))).toEqual(expected);
  expect(argv.at(-1)).toBe(asked.context ?? "/w/shop");
  // what was not asked for is not there
  const flags = new Set([...buildArgv(plain), ...expected].map((arg) => arg.split("=")[0]));
  const named = new Set(argv.slice(0, -1).map((arg) => arg.split("=")[0]));
  expect([...named].filter((flag) => !flags.has(flag) && flag !== "--platform")).toEqual([]);
});

test("no value of a secret is ever among the arguments", () =>
  expect(buildArgv({ ...plain, secrets: [secret("npm")] }).join(" ")).not.toContain("hunter2"));
