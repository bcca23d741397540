/** What the scheduled look does with what it found: the very script of scheduled.yml, over HTTP, against issues that are kept. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import { type Answer, type Asked, api, run, scriptOf, served } from "./step.ts";

const script = scriptOf("scheduled", "report", "Raise or refresh the issue");
const mark = "<!-- the scheduled look -->";
const link = "[This run](https://github.example/acme/shop/actions/runs/7) found:";

interface Issue {
  readonly number: number;
  readonly state: string;
  readonly title: string;
  readonly body: string | null;
  readonly labels: readonly string[];
  readonly pull_request?: object;
}
const Change = v.object({
  state: v.exactOptional(v.string()),
  title: v.exactOptional(v.string()),
  body: v.exactOptional(v.string()),
  labels: v.exactOptional(v.array(v.string())),
});

/** Issues as GitHub keeps them: listed by label and state, the newest first. */
function keeping(issues: Issue[]): (asked: Asked) => Answer {
  return ({ method, path, body }) => {
    const url = new URL(path, "http://github");
    const [, number = ""] = /^\/repos\/acme\/shop\/issues(?:\/(\d+))?(?:\/comments)?$/.exec(url.pathname) ?? [];
    const at = issues.findIndex((one) => String(one.number) === number);
    const change = v.parse(Change, body === "" ? {} : JSON.parse(body));
    const known = issues[at];
    if (method === "GET") {
      const [label, state] = [url.searchParams.get("labels") ?? "", url.searchParams.get("state")];
      return { body: issues.filter((one) => one.labels.includes(label) && one.state === state).toReversed() };
    }
    if (method === "PATCH" && known) issues[at] = { ...known, ...change };
    else if (method === "POST" && number === "")
      issues.push({ number: issues.length + 1, state: "open", title: "", body: "", labels: [], ...change });
    else if (!path.endsWith("/comments")) return { status: 404 };
    return { status: method === "POST" ? 201 : 200, body: {} };
  };
}

const ours = (number: number, state: string): Issue => ({
  number,
  state,
  title: "The scheduled look found something",
  body: `${mark}\nof yesterday`,
  labels: ["watch"],
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
/** A runner's folder, as it is after what was found was fetched. */
function fetched(found: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-found-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(found)) {
    mkdirSync(join(folder, "found", `findings-${name}`), { recursive: true });
    writeFileSync(join(folder, "found", `findings-${name}`, "findings.md"), text);
  }
  return folder;
}

const good = {
  TOKEN: "ghs_secret",
  REPOSITORY_RESULT: "success",
  LIVE_RESULT: "success",
  DOWNLOAD_ARTIFACT_OUTCOME: "success",
};
const raise = (url: string, found: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) =>
  run(script, { ...good, ...env, GITHUB_API_URL: url }, fetched(found));
const bodyOf = (lines: string) => `${mark}\n${link}\n\n<pre>\n${lines}\n</pre>\n`;

test("what was found raises one issue, and stands in the summary", async () => {
  const issues: Issue[] = [];
  await using github = await served(keeping(issues));
  const ended = await raise(github.url, { live: "- production: x is gone\n", repository: "- pins: a\n- pins: b\n" });
  const body = bodyOf("- production: x is gone\n- pins: a\n- pins: b");
  expect(ended).toEqual({ code: 0, said: "", outputs: "", summary: body });
  expect(issues).toEqual([
    { number: 1, state: "open", title: "The scheduled look found something", body, labels: ["watch"] },
  ]);
  expect(github.asked.map(({ method, authorization }) => `${method} ${authorization}`)).toEqual([
    "GET Bearer ghs_secret",
    "POST Bearer ghs_secret",
  ]);
});

test("the issue that is open is refreshed, and no other is raised", async () => {
  const issues = [ours(1, "closed"), ours(2, "open")];
  await using github = await served(keeping(issues));
  expect(await raise(github.url, { live: "- today\n" })).toMatchObject({ code: 0 });
  expect(issues).toEqual([ours(1, "closed"), { ...ours(2, "open"), body: bodyOf("- today") }]);
});

test("one that was closed stays closed: what is found again is a new issue", async () => {
  const issues = [ours(1, "closed")];
  await using github = await served(keeping(issues));
  expect(await raise(github.url, { live: "- again\n" })).toMatchObject({ code: 0 });
  expect(issues.map(({ number, state }) => `${number} ${state}`)).toEqual(["1 closed", "2 open"]);
});

test("with nothing left the issue is closed, and says by which run", async () => {
  const issues = [ours(1, "open")];
  await using github = await served(keeping(issues));
  expect(await raise(github.url, { live: "\n" })).toEqual({ code: 0, said: "", outputs: "", summary: "" });
  expect(issues).toMatchObject([{ state: "closed", body: `${mark}\nof yesterday` }]);
  expect(JSON.parse(github.asked.at(-1)?.body ?? "")).toEqual({
    body: "Nothing is left of it: https://github.example/acme/shop/actions/runs/7",
  });
});

test("with nothing found and nothing open, nothing is written", async () => {
  await using github = await served(keeping([]));
  expect(await raise(github.url, {})).toMatchObject({ code: 0, summary: "" });
  expect(github.asked.map(({ method }) => method)).toEqual(["GET"]);
});

test("issues of people and pull requests are never taken for it, whatever their label", async () => {
  const others: readonly Issue[] = [
    { ...ours(1, "open"), body: null },
    { ...ours(2, "open"), body: "mine" },
    { ...ours(3, "open"), pull_request: {} },
  ];
  const issues = [...others];
  await using github = await served(keeping(issues));
  expect(await raise(github.url, {})).toMatchObject({ code: 0 });
  expect(await raise(github.url, { live: "- x\n" })).toMatchObject({ code: 0 });
  expect(issues.slice(0, 3)).toEqual(others);
  expect(issues).toHaveLength(4);
});

test.each([
  [{ LIVE_RESULT: "failure" }, "- the look at the production ended as failure"],
  [{ REPOSITORY_RESULT: "cancelled" }, "- the look at the repository ended as cancelled"],
  [{ DOWNLOAD_ARTIFACT_OUTCOME: "failure" }, "- what was found could not be fetched: see the run"],
])("a look that did not end well closes nothing, and is itself a finding: %j", async (env, line) => {
  const issues = [ours(1, "open")];
  await using github = await served(keeping(issues));
  expect(await raise(github.url, {}, env)).toMatchObject({ code: 0 });
  expect(issues).toMatchObject([{ state: "open", body: bodyOf(line) }]);
});

test("what was found is text: no Markdown, no HTML, nobody is called, and no secret goes along", async () => {
  const issues: Issue[] = [];
  await using github = await served(keeping(issues));
  const hostile = [
    "- </pre><img src=https://evil.example/?x> @everyone closes #1",
    "- ``` [a](b) \u202egnp.exe \u001b[31mred\u0007",
    "- pins: https://user:hunter2@npm.example/x ghs_secret",
  ];
  const ended = await raise(github.url, { live: `${hostile.join("\n")}\n::error::no\n` });
  expect(ended).toMatchObject({ code: 0, said: "" });
  expect(issues[0]?.body).toBe(
    bodyOf(
      [
        "- &lt;/pre&gt;&lt;img src=https://evil.example/?x&gt; @everyone closes #1",
        "- ``` [a](b) ?gnp.exe ?[31mred?",
        "- pins: https://***@npm.example/x ***",
        "::error::no",
      ].join("\n"),
    ),
  );
  expect(ended.summary).toBe(issues[0]?.body);
});

test("more than an issue holds is cut at a line, and the rest is counted", async () => {
  const issues: Issue[] = [];
  await using github = await served(keeping(issues));
  const line = `- ${"<".repeat(98)}`;
  expect(await raise(github.url, { live: `${line}\n`.repeat(1000) })).toMatchObject({ code: 0 });
  const body = issues[0]?.body ?? "";
  expect(body.length).toBeLessThan(65_536);
  const shown = body.split("\n").filter((one) => one.startsWith("- &lt;")).length;
  expect(body).toContain(`\n… and ${1000 - shown} more\n</pre>`);
  expect(await raise(github.url, { live: "x".repeat(100_000) })).toMatchObject({ code: 0 });
  expect(issues[0]?.body).toBe(bodyOf("… and 1 more"));
});

test.each<readonly [string, Answer, string]>([
  [
    "fails",
    { status: 500 },
    "GitHub answered 500 to GET /issues?labels=watch&state=open&per_page=100: run this job again",
  ],
  [
    "limits",
    { status: 403, headers: { "x-ratelimit-remaining": "0" } },
    "its rate limit is reached, run this job again later",
  ],
  [
    "asks to wait",
    { status: 403, headers: { "retry-after": "60" } },
    "its rate limit is reached, run this job again later",
  ],
  ["refuses the token", { status: 403, body: { message: "no" } }, "GitHub answered 403 to GET"],
  ["answers no JSON", { headers: { "content-type": "text/html" } }, "GitHub did not answer GET"],
])("an API that %s makes the job red, and what was found is in the summary", async (_, answer, says) => {
  await using github = await served(() => answer);
  const ended = await raise(github.url, { live: "- x\n" });
  expect(ended).toMatchObject({ code: 1, summary: bodyOf("- x") });
  expect(ended.said).toMatch(/^::error::[^\n]*; what was found is in the summary\n$/);
  expect(ended.said).toContain(says);
});

test("an API that is not there, or that fails at the writing, makes the job red as well", async () => {
  const gone = await api({});
  await gone[Symbol.asyncDispose]();
  const ended = await raise(gone.url, { live: "- x\n" });
  expect(ended).toMatchObject({ code: 1, said: expect.stringContaining("::error::GitHub did not answer GET") });
  await using github = await served(({ method }) => (method === "GET" ? { body: [] } : { status: 502 }));
  const half = await raise(github.url, { live: "- x\n" });
  expect(half).toMatchObject({ code: 1, said: expect.stringContaining("GitHub answered 502 to POST /issues") });
});
