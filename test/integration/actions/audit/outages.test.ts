import { expect, test } from "vitest";
import { play, type ScriptedAnswer } from "../../../../src/action/testing/index.ts";
import { audit, bulk, lockFile, osvScript } from "./world.ts";

const bundle = await audit();

/** What registries have answered instead of advisories. */
const outages: readonly (readonly [string, ScriptedAnswer])[] = [
  ["400", { status: 400, body: { error: "bad request" } }],
  ["405", { status: 405 }],
  [
    "410: the interface is gone",
    { status: 410, body: { error: "This endpoint is being retired. Use the bulk advisory endpoint instead." } },
  ],
  ["429 with a wait beyond reason", { status: 429, headers: { "retry-after": "3600" } }],
  ["500", { status: 500, body: "Internal Server Error" }],
  [
    "HTML where JSON was promised",
    { headers: { "content-type": "text/html" }, body: "<html><title>Sign in</title></html>" },
  ],
  ["half an answer", { body: '{"lodash":[{"id":1,"url":"https://github.com', cutAfter: 20 }],
  ["JSON that ends early", { body: '{"lodash":[' }],
  ["nothing", { body: "" }],
  ["an error as JSON, with status 200", { body: { error: "audit endpoint returned an error", code: "ENOAUDIT" } }],
  ["a list instead of an object of lists", { body: { lodash: { id: 1 } } }],
];

test.concurrent.each(outages)("%s: neither clean nor vulnerable", async (_, answer) => {
  const { exit, outputs, log, summary } = await play({
    bundle,
    inputs: ({ http }) => ({ registry: http, osv: "never" }),
    files: { "package-lock.json": lockFile },
    http: { [bulk]: answer },
  });
  expect({ exit, verdict: outputs["verdict"], high: outputs["high"] }).toEqual({
    exit: 2,
    verdict: "tool-error",
    high: "0",
  });
  expect(log).toContain("::error title=Audit dependencies and code%3A outage::not everything could be looked at");
  expect(summary).toContain("**Not looked at:**");
});

// each kind of failure once: refused, broken, nonsense
test.concurrent.each(outages.filter(([name]) => /^(410|500|HTML|an error)/.test(name)))(
  "%s: OSV is asked instead, and finds",
  async (_, answer) => {
    const { exit, outputs, log } = await play({
      bundle,
      inputs: ({ http }) => ({ registry: http, "osv-url": http }),
      files: { "package-lock.json": lockFile },
      http: { [bulk]: answer, ...osvScript },
    });
    expect({ exit, verdict: outputs["verdict"], high: outputs["high"] }).toEqual({
      exit: 1,
      verdict: "findings",
      high: "1",
    });
    expect(log).toContain("; OSV was asked instead");
  },
);

test("the registry gone and OSV down as well: the job goes on with `on-error: warn`, the verdict does not lie", async () => {
  const transcript = await play({
    bundle,
    inputs: ({ http }) => ({ registry: http, "osv-url": http, "on-error": "warn" }),
    files: { "package-lock.json": lockFile },
    http: { [bulk]: { status: 404 }, "POST /v1/querybatch": { status: 500 } },
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/both-down.txt");
});
