import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { spec as deploying } from "../../../actions/kustomize-deploy/spec.ts";
import { spec as back } from "../../../actions/rollback/spec.ts";
import { api, run, scriptOf } from "./step.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const images = {
  IMAGE_FRONTEND_IMAGE: digest("a"),
  IMAGE_PRODUCT_API_IMAGE: digest("b"),
  IMAGE_ORDER_API_IMAGE: digest("c"),
};

/** A `gh` that keeps what it was called with, and refuses what holds a word. */
function fakeGh(refuses = "nothing"): {
  readonly path: string;
  readonly calls: () => string[];
  readonly end: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-gh-"));
  const log = join(folder, "calls");
  writeFileSync(log, "");
  writeFileSync(join(folder, "gh"), `#!/bin/sh\necho "$*" >> ${log}\ncase "$*" in *${refuses}*) exit 1 ;; esac\n`);
  chmodSync(join(folder, "gh"), 0o755);
  return {
    path: `${folder}:${process.env["PATH"]}`,
    calls: () => readFileSync(log, "utf8").split("\n").filter(Boolean),
    end: () => rmSync(folder, { recursive: true }),
  };
}

const onlyOurs = scriptOf("deploy", "staging", "Only what this workflow built");
const workflow = "acme/shop/.github/workflows/deploy.yml";
const ours = { ...images, REGISTRY: "ghcr.io", GITHUB_WORKFLOW_REF: `${workflow}@refs/heads/main` };

test("every image is held to the workflow and the branch that built it", async () => {
  const gh = fakeGh();
  expect(await run(onlyOurs, { ...ours, ATTESTATIONS: "", PATH: gh.path })).toMatchObject({ code: 0, summary: "" });
  const held = `--repo acme/shop --signer-workflow ${workflow} --source-ref refs/heads/main`;
  const names = ["frontend", "product-api", "order-api"];
  expect(gh.calls()).toEqual(
    names.map(
      (name, at) =>
        `attestation verify oci://ghcr.io/tidegate/techcommerce/${name}@${Object.values(images)[at]} ${held}`,
    ),
  );
  gh.end();
});

test("an image that somebody else built stops the deploy, wherever it stands", async () => {
  for (const letter of ["a", "b", "c"]) {
    const gh = fakeGh(digest(letter));
    expect((await run(onlyOurs, { ...ours, ATTESTATIONS: "", PATH: gh.path })).code).toBe(1);
    gh.end();
  }
});

test("where attestations are off, the summary says that nobody checked", async () => {
  const gh = fakeGh();
  const ended = await run(onlyOurs, { ...ours, ATTESTATIONS: "off", PATH: gh.path });
  expect(ended.code).toBe(0);
  expect(ended.summary).toContain("nobody checked who built these images");
  expect(gh.calls()).toEqual([]);
  gh.end();
});

test("an empty kubeconfig stops with the sentence that says where it belongs", async () => {
  const script = scriptOf("reusable-service-deploy", "deploy", "KUBE_CONFIG is there");
  expect(await run(script, { KUBE_CONFIG: "apiVersion: v1" })).toMatchObject({ code: 0, said: "" });
  const ended = await run(script, { KUBE_CONFIG: "" });
  expect(ended.code).toBe(1);
  expect(ended.said).toMatch(/^::error::the secret KUBE_CONFIG is empty: store it in this job's environment/);
});

test("images come as JSON, and leave as what the deploy takes", async () => {
  const script = scriptOf("reusable-service-deploy", "deploy", "Read the images");
  const scan = { digest: digest("a"), verdict: "ok" };
  const given = { web: { name: "ghcr.io/acme/web", image: digest("a"), scan } };
  const { code, outputs } = await run(script, { IMAGES: JSON.stringify(given) });
  expect(code).toBe(0);
  expect(outputs).toContain(`digests<<end-of-digests\nweb=${digest("a")}\nend-of-digests\n`);
  expect(outputs).toContain("names<<end-of-names\nweb=ghcr.io/acme/web\n");
  expect(outputs).toContain(`references<<end-of-references\nghcr.io/acme/web@${digest("a")}\n`);
  const line = /scans<<end-of-scans\n(.*)\n/.exec(outputs)?.[1] ?? "";
  expect(JSON.parse(line)).toEqual(scan);
});

test("a digest that GitHub dropped on the way is named", async () => {
  const script = scriptOf("reusable-service-deploy", "deploy", "Read the images");
  const ended = await run(script, { IMAGES: '{"web": {"name": "w", "image": "", "scan": {}}}' });
  expect(ended.code).toBe(1);
  expect(ended.said).toContain("the digest of web is empty: GitHub drops an output that holds a masked value");
});

const preview = scriptOf("deploy", "staging", "What production would change");
const here = { ...images, COMMIT_SHA: "f".repeat(40), TOKEN: "t" };

const [deployed, asked] = ["a".repeat(40), "f".repeat(40)];
const success = (at: string, run = "") => [{ state: "success", created_at: `2026-11-${at}T10:00:00Z`, log_url: run }];
const compare = `/repos/acme/shop/compare/${deployed}...${asked}`;
/** Production's last deploy ended on the 20th; the one behind it failed. */
const known = {
  "/repos/acme/shop/deployments?environment=production&": [
    { id: 2, sha: "b".repeat(40) },
    { id: 1, sha: deployed },
  ],
  "/repos/acme/shop/deployments?environment=production-rollback&": [],
  "/repos/acme/shop/deployments/2/statuses": [{ state: "failure", created_at: "2026-11-21T10:00:00Z" }],
  "/repos/acme/shop/deployments/1/statuses": success("20"),
  [compare]: {
    behind_by: 0,
    commits: [{ sha: asked, commit: { message: "Sell </pre><img src=x> boats\n\nmore" } }],
    files: [
      { filename: "k8s/x.yaml", patch: "-replicas: 2\n+replicas: 3" },
      { filename: "src/secret.ts", patch: "+no" },
    ],
  },
};

test("an approver sees digests, commits and manifests since the last deploy, and nothing of it is read as Markdown", async () => {
  await using github = await api(known);
  const { code, said, summary } = await run(preview, { ...here, GITHUB_API_URL: github.url });
  expect([code, said]).toEqual([0, ""]);
  expect(summary).toContain("### What production would change since its last deploy, of aaaaaaa\n\n<pre>");
  expect(summary).toContain(`frontend ${digest("a")}\n`);
  expect(summary).toContain("fffffff Sell &lt;/pre&gt;&lt;img src=x&gt; boats\n");
  expect(summary).toContain("k8s/x.yaml\n-replicas: 2\n+replicas: 3");
  expect(summary).not.toContain("src/secret.ts");
  expect(summary).toMatch(
    /\nAs GitHub knew it at \d{4}-\d\d-\d\d \d\d:\d\d UTC; what went back from a laptop it does not know\./,
  );
});

test("where production went back since, that is said first: what is compared with does not run there", async () => {
  await using github = await api({
    ...known,
    "/repos/acme/shop/deployments?environment=production-rollback&": [
      { id: 4, sha: "c".repeat(40) },
      { id: 3, sha: "c".repeat(40) },
    ],
    "/repos/acme/shop/deployments/4/statuses": [{ state: "failure", created_at: "2026-11-21T12:00:00Z" }],
    "/repos/acme/shop/deployments/3/statuses": success("21", "https://github.example/acme/shop/actions/runs/9"),
  });
  const { code, summary } = await run(preview, { ...here, GITHUB_API_URL: github.url });
  expect(code).toBe(0);
  expect(summary).toContain(
    "of aaaaaaa\n\n⚠️ production went back after that deploy, at 2026-11-21T10:00:00Z https://github.example/acme/shop/actions/runs/9: it runs an older release than the one compared with here, and may refuse this one until its hold is released.\n\n<pre>",
  );
});

test("a way back before the last deploy is over and done with, also where that deploy was begun earlier", async () => {
  await using github = await api({
    ...known,
    "/repos/acme/shop/deployments?environment=production-rollback&": [{ id: 3, sha: "c".repeat(40) }],
    "/repos/acme/shop/deployments/3/statuses": success("19"),
  });
  expect((await run(preview, { ...here, GITHUB_API_URL: github.url })).summary).not.toContain("went back after");
});

test("an older commit than production's is called that, not a change of nothing", async () => {
  await using github = await api({ ...known, [compare]: { behind_by: 3, commits: [], files: [] } });
  expect((await run(preview, { ...here, GITHUB_API_URL: github.url })).summary).toContain(
    "\n\n⚠️ 3 commits that were deployed are not in this one: they would be taken back.\n\n<pre>",
  );
});

test("before the first deploy, and where GitHub does not answer, the digests are shown all the same", async () => {
  await using empty = await api({ "/repos/acme/shop/deployments": [] });
  const first = await run(preview, { ...here, GITHUB_API_URL: empty.url });
  expect(first).toMatchObject({ code: 0, summary: expect.stringContaining("would change for the first time") });
  await using down = await api({ "/": 500 });
  const unknown = await run(preview, { ...here, GITHUB_API_URL: down.url });
  expect(unknown).toMatchObject({ code: 0, summary: expect.stringContaining("GitHub did not say since when") });
  expect(unknown.summary).toContain(`order-api ${digest("c")}`);
});

const story = scriptOf("deploy", "announce", "What is live where");
const told = (staging: readonly [string, string], production: readonly [string, string]) =>
  run(story, {
    COMMIT_SHA: "0123456789".repeat(4),
    STAGING_RESULT: staging[0],
    STAGING_STATUS: staging[1],
    STAGING_RELEASE: "7-1",
    PRODUCTION_RESULT: production[0],
    PRODUCTION_STATUS: production[1],
    PRODUCTION_RELEASE: production[1] === "" ? "" : "7-1",
  });

test.each<readonly [readonly [string, string], readonly [string, string], string, string]>([
  [["success", "live"], ["success", "live"], "live", "production ✅ runs this release"],
  [
    ["failure", "rolled-back"],
    ["skipped", ""],
    "rolled-back",
    "staging ↩️ failed here, and runs the release before it again",
  ],
  [["success", "live"], ["failure", ""], "failed", "production ❌ not let through, or stopped before anything changed"],
  [["failure", "superseded"], ["skipped", ""], "none", "staging ⏭️ untouched: a newer release was there first"],
  [
    ["success", "live"],
    ["failure", "rollback-failed"],
    "failed",
    "production ❌ failed, and did not come back: go back by hand, now",
  ],
  [
    ["success", "live"],
    ["cancelled", "interrupted"],
    "failed",
    "production ⚠️ stopped half way: its job says how to go on",
  ],
  [["failure", "unheard-of"], ["skipped", ""], "failed", "staging ❌ unheard-of: look now"],
  [["cancelled", ""], ["skipped", ""], "failed", "staging ⚠️ cancelled: its job says how to go on"],
  [["skipped", ""], ["skipped", ""], "failed", "production not reached: runs what it ran before"],
])("staging %j and production %j: %s", async (staging, production, occasion, text) => {
  const { code, summary, outputs } = await told(staging, production);
  expect(code).toBe(0);
  expect(outputs).toBe(`occasion=${occasion}\ntext=techcommerce, commit 0123456: ${text}\n`);
  expect(summary).toContain("## techcommerce, commit 0123456\n");
  expect(summary.trim().split("\n")).toHaveLength(6);
});

test("every way in which a deploy or a rollback ends has words of its own", () => {
  const ends = [deploying.outputs.status.description, back.outputs.result.description].join();
  const named = [...ends.matchAll(/`([a-z-]+)`/g)].map(([, end = ""]) => end);
  expect(named).toContain("rollback-failed");
  // a plan is never asked for here, and nothing to undo is no end of a deploy
  const never = ["planned", "not-needed"];
  expect(named.filter((end) => !never.includes(end) && !story.run.includes(`"${end}": "`))).toEqual([]);
});
