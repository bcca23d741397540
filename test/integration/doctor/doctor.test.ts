import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type HttpScript, type ScriptedServer, scriptedServer } from "../../../src/action/testing/index.ts";
import { main } from "../../../src/cli/main.ts";
import { at, forbidden, notFound, rightSettings } from "./github.ts";

const token = "github_pat_11AAAAAAA0thisIsNotOne";
const library = pathToFileURL(join(import.meta.dirname, "../../../src/config/index.ts")).href;
let folder = "";
let server: ScriptedServer | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, ".github/workflows/ci.yml"),
    "on: pull_request\njobs:\n  all-good:\n    name: All good\n    runs-on: ubuntu-24.04\n    steps: [{ run: exit 0 }]\n",
  );
  writeFileSync(
    join(folder, "tidegate.config.ts"),
    `import { defineConfig } from "${library}";
const place = { overlay: "k8s", smoke: "smoke.yml" };
export default defineConfig({
  repository: "acme/shop",
  app: "shop",
  services: { web: { path: "web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: {
    staging: { ...place, namespace: "shop-staging", kubeconfig: "KUBE_CONFIG_STAGING" },
    production: { ...place, namespace: "shop-production", after: "staging", gate: "approval", kubeconfig: "KUBE_CONFIG_PROD" },
  },
  secrets: { KUBE_CONFIG_STAGING: "staging's deployer", KUBE_CONFIG_PROD: "production's deployer" },
});
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => server?.close());

/** The command as it is typed, against a GitHub that answers so. */
async function doctor(
  script: HttpScript,
  args: readonly string[] = [],
  env: Record<string, string> = { GITHUB_TOKEN: token },
) {
  server = await scriptedServer(script);
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(["doctor", ...args], {
    cwd: folder,
    env: { GITHUB_API_URL: server.url, ...env },
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    now: () => new Date(),
    fetch: globalThis.fetch,
  });
  const text = out.join("\n");
  expect([text, ...err].join("\n")).not.toContain(token);
  return { code, text, err: err.join("\n"), requests: server.requests };
}

const end = (text: string) => text.split("\n").at(-1);

test("a repository as it has to be is all ok, and only reads were asked, with the token", async () => {
  const { code, text, requests } = await doctor(rightSettings);
  expect(text).not.toMatch(/^(missing|cannot see)/m);
  expect(end(text)).toBe("acme/shop: 11 ok, 0 missing, 0 not seen");
  expect(code).toBe(0);
  expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  expect(new Set(requests.map(({ headers }) => headers["authorization"]))).toEqual(new Set([`Bearer ${token}`]));
});

test("what is asked are the addresses of GitHub's documentation, each once, in the version that they are of", async () => {
  const { requests } = await doctor(rightSettings);
  const of = (name: string) => requests.map(({ headers }) => headers[name]);
  expect(new Set(of("accept"))).toEqual(new Set(["application/vnd.github+json"]));
  expect(new Set(of("x-github-api-version"))).toEqual(new Set(["2022-11-28"]));
  const lists = ["/environments", "/environments/staging/secrets", "/environments/production/secrets"].concat(
    ...["staging", "production"].map((name) => `/environments/${name}/deployment-branch-policies`),
    ...["/actions/secrets", "/actions/organization-secrets", "/rules/branches/main"],
  );
  const single = ["", "/actions/permissions", "/actions/permissions/workflow", "/actions/permissions/selected-actions"];
  expect(requests.map(({ path }) => path).sort()).toEqual(
    [
      ...[...single, "/branches/main/protection/required_status_checks", "/immutable-releases"].map(
        (path) => `/repos/acme/shop${path}`,
      ),
      ...lists.map((path) => `/repos/acme/shop${path}?per_page=100`),
    ].sort(),
  );
});

test("what a composite action of the repository uses is held against the policy, too", async () => {
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  put(
    ".github/workflows/build.yml",
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{ uses: ./.github/actions/setup }]\n",
  );
  put(
    ".github/actions/setup/action.yml",
    "name: x\ndescription: x\nruns: { using: composite, steps: [{ uses: evil/setup@v1 }] }\n",
  );
  const { text } = await doctor({
    ...rightSettings,
    [at("/actions/permissions")]: {
      body: { enabled: true, allowed_actions: "selected", sha_pinning_required: false },
    },
    [at("/actions/permissions/selected-actions")]: {
      body: { github_owned_allowed: true, verified_allowed: false, patterns_allowed: [] },
    },
  });
  rmSync(join(folder, ".github/workflows/build.yml"));
  rmSync(join(folder, ".github/actions"), { recursive: true });
  expect(text).toContain("missing     allowed actions: do not hold evil/setup");
  expect(text).toContain("missing     pinned actions: evil/setup@v1 can move");
});

test("what is missing is told with its command, and ends with 1", async () => {
  const { code, text } = await doctor({
    ...rightSettings,
    [at("/environments/staging/secrets")]: { body: { total_count: 0, secrets: [] } },
    [at("/actions/permissions/workflow")]: {
      body: { default_workflow_permissions: "write", can_approve_pull_request_reviews: false },
    },
  });
  expect(text).toContain(`missing     secret KUBE_CONFIG_STAGING of staging: is not there
            $ gh secret set KUBE_CONFIG_STAGING --repo acme/shop --env staging < KUBECONFIG`);
  expect(text).toContain(`missing     rights of workflows: are "write" where a workflow states none
            $ gh api --method PUT repos/acme/shop/actions/permissions/workflow -f default_workflow_permissions=read -F can_approve_pull_request_reviews=false`);
  expect([code, end(text)]).toEqual([1, "acme/shop: 9 ok, 2 missing, 0 not seen"]);
});

test("a token with few rights is never an answer that something is missing", async () => {
  const { code, text } = await doctor({ [at("")]: rightSettings[at("")] ?? [], "*": forbidden });
  expect(text).not.toMatch(/^missing/m);
  expect(text).toContain(
    "cannot see  environment staging: GitHub answered 403 (Resource not accessible by personal access token); the token needs Actions: read",
  );
  expect(text).toContain("the token needs Administration: read");
  expect(end(text)).toBe("acme/shop: 1 ok, 0 missing, 10 not seen");
  expect(code).toBe(1);
});

test("nor is GitHub's 404 to one who may not see", async () => {
  const { text } = await doctor({ [at("")]: rightSettings[at("")] ?? [], "*": notFound });
  expect(text).not.toMatch(/^missing/m);
  expect(text).toContain(
    "cannot see  rights of workflows: GitHub answered 404, as it does where a token lacks rights; it needs Administration: read",
  );
});

test("a repository that is not seen is one line", async () => {
  const { code, text, requests } = await doctor({ "*": notFound });
  expect(text.split("\n")[0]).toMatch(/^cannot see {2}repository acme\/shop: GitHub answered 404/);
  expect([code, requests.length]).toEqual([1, 1]);
});

test("what stands on the second page is there", async () => {
  const secrets = (...all: readonly string[]) => ({ total_count: 2, secrets: all.map((name) => ({ name })) });
  const { code, text } = await doctor({
    ...rightSettings,
    [at("/environments/staging/secrets")]: (request) =>
      request.path.includes("page=2")
        ? { body: secrets("KUBE_CONFIG_STAGING") }
        : {
            body: secrets("OTHER"),
            headers: {
              link: `<http://${request.headers["host"]}/repos/acme/shop/environments/staging/secrets?per_page=100&page=2>; rel="next", <x>; rel="last"`,
            },
          },
  });
  expect(text).toContain("ok          secret KUBE_CONFIG_STAGING of staging: is there");
  expect(code).toBe(0);
});

test("half a list is not seen: the page that failed may hold it", async () => {
  const { text } = await doctor({
    ...rightSettings,
    [at("/environments/staging/secrets")]: (request) =>
      request.path.includes("page=2")
        ? forbidden
        : {
            body: { total_count: 2, secrets: [] },
            headers: {
              link: `<http://${request.headers["host"]}/repos/acme/shop/environments/staging/secrets?page=2>; rel="next"`,
            },
          },
  });
  expect(text).toContain("cannot see  secret KUBE_CONFIG_STAGING of staging: GitHub answered 403");
});

test("a next page on another server is not asked: the token would go there", async () => {
  const other = await scriptedServer({ "*": { body: { total_count: 0, secrets: [] } } });
  try {
    await doctor({
      ...rightSettings,
      [at("/actions/secrets")]: {
        body: { total_count: 0, secrets: [] },
        headers: { link: `<${other.url}/steal?page=2>; rel="next"` },
      },
    });
    expect(other.requests).toEqual([]);
  } finally {
    await other.close();
  }
});

test("a refused token is one sentence, and wrong use", async () => {
  const { code, text, err } = await doctor({ "*": { status: 401, body: { message: "Bad credentials" } } });
  expect([code, text]).toEqual([2, ""]);
  expect(err).toBe(
    "tidegate doctor: GitHub refused the token (Bad credentials): GITHUB_TOKEN=$(gh auth token) npx tidegate doctor",
  );
});

test("without a token there is one sentence, and nothing is asked", async () => {
  const { code, err, requests } = await doctor(rightSettings, [], { GITHUB_TOKEN: "" });
  expect(err).toBe(
    "tidegate doctor: a token is needed to read the repository's settings: GITHUB_TOKEN=$(gh auth token) npx tidegate doctor",
  );
  expect([code, requests.length]).toEqual([2, 0]);
});

test("GH_TOKEN is taken where GITHUB_TOKEN is not set", async () => {
  expect((await doctor(rightSettings, [], { GH_TOKEN: token })).code).toBe(0);
});

test.each([
  [
    "a limit that is used up",
    { status: 403, body: { message: "API rate limit exceeded" }, headers: { "x-ratelimit-remaining": "0" } },
    "GitHub answered 403 (API rate limit exceeded): ask again when GitHub's limit allows it",
  ],
  [
    "too many requests, for an hour",
    { status: 429, body: { message: "slow down" }, headers: { "retry-after": "3600" } },
    "GitHub: answered 429; tried once, it asks to wait 1h",
  ],
  [
    "a proxy's page",
    { status: 200, body: "<html>sign in</html>", headers: { "content-type": "text/html" } },
    "not JSON",
  ],
  ["another form", { body: { rights: "many" } }, "GitHub's answer is not as documented (default_workflow_permissions)"],
])("%s is neither ok nor missing", async (_, answer, why) => {
  const { code, text } = await doctor({ ...rightSettings, [at("/actions/permissions/workflow")]: answer });
  expect(text).toMatch(/^cannot see {2}rights of workflows: /m);
  expect(text).toContain(why);
  expect([code, end(text)]).toEqual([1, "acme/shop: 10 ok, 0 missing, 1 not seen"]);
});

test("an answer of 500 is tried again, and taken when it gets better", async () => {
  const rights = { default_workflow_permissions: "read", can_approve_pull_request_reviews: false };
  const { code, err } = await doctor({
    ...rightSettings,
    [at("/actions/permissions/workflow")]: [{ status: 500 }, { body: rights }],
  });
  expect(err).toMatch(/^GitHub: answered 500; next try in /);
  expect(code).toBe(0);
});

test("a server that is not there, or breaks off, is not seen", async () => {
  const { code, text } = await doctor({ "*": { hangUp: true } });
  expect(text).toMatch(/^cannot see {2}repository acme\/shop: GitHub: .*tried 3 times/);
  expect(code).toBe(1);
});

test("GitHub's words move no cursor, and a token that comes back in them is hidden", async () => {
  const { text } = await doctor({
    ...rightSettings,
    [at("/actions/permissions/workflow")]: { status: 403, body: { message: `\u001b[2Jno\nright for ${token}` } },
  });
  expect(text).toContain("GitHub answered 403 (no right for ***); the token needs Administration: read");
});

test("--json says the same to scripts", async () => {
  const { code, text } = await doctor({ ...rightSettings, [at("/environments/staging/secrets")]: forbidden }, [
    "--json",
  ]);
  const { repository, lines }: { repository: string; lines: { status: string; subject: string }[] } = JSON.parse(text);
  expect(repository).toBe("acme/shop");
  expect(lines.filter(({ status }) => status !== "ok").map(({ status, subject }) => [status, subject])).toEqual([
    ["cannot see", "secret KUBE_CONFIG_STAGING of staging"],
  ]);
  expect(code).toBe(1);
});

test("an unknown option is wrong use, and --help is not", async () => {
  expect((await doctor({}, ["--manifests"])).code).toBe(2);
  expect((await doctor({}, ["--help"])).text).toMatch(/^Usage: tidegate doctor/);
});
