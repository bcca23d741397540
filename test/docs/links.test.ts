/** What the pages link to is there, and what the actions say leads to their own pages. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { spec as audit } from "../../actions/audit/spec.ts";
import { spec as buildPush } from "../../actions/build-push/spec.ts";
import { spec as kustomizeDeploy } from "../../actions/kustomize-deploy/spec.ts";
import { spec as rollback } from "../../actions/rollback/spec.ts";
import { spec as semverTag } from "../../actions/semver-tag/spec.ts";
import { spec as smokeTest } from "../../actions/smoke-test/spec.ts";
import { spec as testAction } from "../../actions/test/spec.ts";
import { spec as trivyScan } from "../../actions/trivy-scan/spec.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const pages = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "examples/consumer/README.md"],
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, "actions")).map((name) => `actions/${name}/README.md`),
].filter((path) => existsSync(join(root, path)));

/** As GitHub names a heading: `## What is left?` → `what-is-left` */
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[`*_]|\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");

const anchors = (text: string): ReadonlySet<string> =>
  new Set([
    ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading)),
    ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id),
  ]);

/** What leads nowhere in a page. Blocks of code hold no links. */
function broken(page: string): readonly string[] {
  const text = read(page).replace(/^```[\s\S]*?^```$/gm, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(root, target))) return [`${page}: ${link}`];
    if (anchor === undefined || statSync(join(root, target)).isDirectory()) return [];
    return anchors(read(target)).has(anchor) ? [] : [`${page}: ${link}`];
  });
}

test("every link between the pages leads somewhere", () => {
  expect(pages.length).toBeGreaterThan(30);
  expect(pages.flatMap(broken)).toEqual([]);
});

test.each([audit, buildPush, kustomizeDeploy, rollback, semverTag, smokeTest, testAction, trivyScan])(
  "what $name says of a failure leads to its page here, whoever runs it",
  ({ name, docs, errors }) => {
    const { repository }: { repository: { url: string } } = JSON.parse(read("package.json"));
    const home = repository.url.replace(/^git\+|\.git$/g, "");
    expect(docs).toBe(`${home}/blob/main/actions/${name}/README.md`);
    const there = anchors(read(`actions/${name}/README.md`));
    expect(Object.keys(errors).filter((code) => !there.has(code))).toEqual([]);
  },
);
