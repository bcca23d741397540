import { expect, test } from "vitest";
import { type CacheCircumstances, cachesFor, localFolder } from "./caches.ts";
import { ownLabels } from "./labels.ts";
import { parseSecrets } from "./secrets.ts";
import { commitTag, tagFrom, tagsFrom } from "./tag.ts";

test.each([
  ["main", "main"],
  ["refs/heads/main", "main"],
  ["refs/tags/v1.4.2", "v1.4.2"],
  ["feature/New Cart", "feature-new-cart"],
  ["Fix/ÜBER_case", "fix-ber_case"],
  ["v1.4.2+build.7", "v1.4.2-build.7"],
  ["dependabot/npm_and_yarn/a-1.2.3", "dependabot-npm_and_yarn-a-1.2.3"],
  ["latest", "latest"],
  ["..hidden", "hidden"],
  ["-option", "option"],
  ["trailing/", "trailing"],
  ["$(id)", "id"],
  ["a".repeat(200), "a".repeat(128)],
  ["///", undefined],
  ["日本", undefined],
])("the tag of %s is %s", (text, tag) => expect(tagFrom(text)).toBe(tag));

test("tags that become the same count once, and those of which nothing remains are named", () =>
  expect(tagsFrom(["Main", "main", "v1", "…"])).toEqual({ tags: ["main", "v1"], empty: ["…"] }));

test("a commit's tag is its first seven characters", () => expect(commitTag("0123456789ABCDEF")).toBe("0123456"));

const values = (text: string) => parseSecrets(text).secrets.map(({ id, value }) => [id, value.reveal()]);

test.each([
  ["npm=abc", [["npm", "abc"]]],
  [
    "a=1\nb=2",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  ["a=1=2==", [["a", "1=2=="]]],
  [
    "\n a=1 \r\n\nb=2\n",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    '"key=-----BEGIN\nabc\n-----END"\nb=2',
    [
      ["key", "-----BEGIN\nabc\n-----END"],
      ["b", "2"],
    ],
  ],
  ['"quoted=a ""b"" c"', [["quoted", 'a "b" c']]],
  ['a="not a block"', [["a", '"not a block"']]],
])("secrets are read: %j", (text, expected) => expect(values(text)).toEqual(expected));

test.each([
  ["abcdefgh", ["entry 1 is not id=value"]],
  ["a=1\na=2", ["a is there twice"]],
  ["a=", ["a is empty: is the secret set in this repository or environment?"]],
  ["a b=1", ["entry 1 is not id=value"]],
  ["x,env=HOME=1\ny=2", ["entry 1 is not id=value"]],
])("secrets that cannot be read are named without a character of theirs: %j", (text, problems) =>
  expect(parseSecrets(text).problems).toEqual(problems),
);

const trusted: CacheCircumstances = { event: "push", canSign: false, mode: undefined, scope: "ghcr.io/acme/shop" };
const wish = { from: ["type=gha"], to: ["type=gha,mode=max"] };

test.each<readonly [string, Partial<CacheCircumstances>, readonly string[], readonly string[]]>([
  [
    "a push reads and writes",
    {},
    ["type=gha,scope=ghcr.io/acme/shop"],
    ["type=gha,mode=max,scope=ghcr.io/acme/shop,ignore-error=true"],
  ],
  ["a pull request only reads", { event: "pull_request" }, ["type=gha,scope=ghcr.io/acme/shop"], []],
  ["and so does one with rights", { event: "pull_request_target" }, ["type=gha,scope=ghcr.io/acme/shop"], []],
  ["where the job can sign there is none", { canSign: true }, [], []],
  ["a job that may only read", { mode: "read" }, ["type=gha,scope=ghcr.io/acme/shop"], []],
  [
    "a job that may only write",
    { mode: "write-only" },
    [],
    ["type=gha,mode=max,scope=ghcr.io/acme/shop,ignore-error=true"],
  ],
  ["a job without GitHub's cache", { mode: "none" }, [], []],
])("caches: %s", (_, circumstances, from, to) => {
  const caches = cachesFor(wish, { ...trusted, ...circumstances });
  expect([caches.from, caches.to]).toEqual([from, to]);
  // what is left out is said
  expect(caches.notes.length > 0).toBe(from.length + to.length < 2);
});

test.each([
  ["type=gha,scope=own", "type=gha,scope=own,ignore-error=true"],
  ["type=registry,ref=a/b:cache,ignore-error=false", "type=registry,ref=a/b:cache,ignore-error=true"],
  ["ghcr.io/acme/shop:cache", "type=registry,ref=ghcr.io/acme/shop:cache,ignore-error=true"],
  ["type=local,dest=/c", "type=local,dest=/c,ignore-error=true"],
  ["type=inline", "type=inline"],
])("a cache that cannot be written fails no build: %s", (entry, harmless) =>
  expect(cachesFor({ from: [], to: [entry] }, trusted).to).toEqual([harmless]),
);

test("GitHub's cache-mode says nothing about a registry's caches", () =>
  expect(cachesFor({ from: ["a/b:cache"], to: ["a/b:cache"] }, { ...trusted, mode: "none" })).toMatchObject({
    from: ["a/b:cache"],
    to: ["type=registry,ref=a/b:cache,ignore-error=true"],
  }));

test("a local cache has a folder, others have none", () =>
  expect(["type=local,mode=max,dest=/c", "type=gha", "a/b"].map(localFolder)).toEqual(["/c", undefined, undefined]));

test("an image says where it comes from", () =>
  expect(
    ownLabels({ serverUrl: "https://github.com", repository: "acme/shop", commit: "abc", name: "ghcr.io/acme/web" }),
  ).toEqual({
    "org.opencontainers.image.source": "https://github.com/acme/shop",
    "org.opencontainers.image.revision": "abc",
    "org.opencontainers.image.title": "web",
  }));
