import { expect, test } from "vitest";
import { canaryProblems, play } from "../../../../src/action/testing/index.ts";
import { build, buildPush, inspect, login, metadata, scenario, shop } from "./world.ts";

const built = await buildPush();
const failing = (stderr: string) => ({ args: ["buildx", "build"], exit: 1, stderr });
const push = "ERROR: failed to build: failed to solve: failed to push ghcr.io/acme/shop:0123456:";

test("a step that fails: what a reader sees", async () => {
  const stderr = `#3 [build 2/3] RUN npm ci
#3 4.2 npm error code E403
#3 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1
------
Dockerfile:2
--------------------
   2 | >>> RUN npm ci
--------------------
ERROR: failed to build: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1
`;
  const transcript = await play(scenario(built, { tools: { docker: [login, failing(stderr)] } }));
  await expect(transcript.text).toMatchFileSnapshot("snapshots/fails.txt");
});

test("a push that is refused: the remedy", async () => {
  const docker = [login, failing(`${push} denied: permission_denied: write_package\n`)];
  const { exit, log, calls } = await play(scenario(built, { tools: { docker } }));
  expect([exit, calls.length]).toEqual([2, 2]);
  expect(log).toContain("registry-denied");
  expect(log).toContain(
    "what to do: The package belongs to another repository: in its settings, under Manage Actions access",
  );
});

test("a registry that stumbles once is asked again, visibly", async () => {
  const docker = [
    login,
    { ...failing(`${push} unexpected status from PUT request: 503 Service Unavailable\n`), times: 1 },
    build,
    ...inspect,
  ];
  const { outputs, log } = await play(scenario(built, { tools: { docker } }));
  expect(outputs["image"]).toBe(shop.digest);
  expect(log).toMatch(/building ghcr.io\/acme\/shop: .*503 Service Unavailable; next try in .* \(2 of 4\)/);
});

test("one that keeps stumbling is down, and it is said how often it was asked", async () => {
  const docker = [login, failing(`${push} connection reset by peer\n`)];
  const { log, calls } = await play(scenario(built, { tools: { docker } }));
  expect(calls.length).toBe(5);
  expect(log).toContain("registry-down::building ghcr.io/acme/shop failed 4 times");
});

test("a registry that gives back something else: do not use it", async () => {
  const { exit, log, outputs } = await play(
    scenario(built, { tools: { docker: [login, build, { args: ["buildx", "imagetools"], stdout: "{}" }] } }),
  );
  expect(exit).toBe(2);
  expect(log).toContain("wrong-digest::ghcr.io/acme/shop@");
  // what was built is told all the same
  expect(outputs["image"]).toBe(shop.digest);
});

test("an image that cannot be looked at is pushed all the same; only the table is missing", async () => {
  const docker = [login, build, { args: ["buildx", "imagetools"], exit: 1, stderr: "ERROR: unauthorized\n" }];
  const { exit, log, summary } = await play(scenario(built, { tools: { docker } }));
  expect(exit).toBe(0);
  expect(log).toContain("could not be looked at");
  expect(summary).not.toContain("Size per layer");
});

test("a buildx that does not say what it built", async () => {
  const docker = [login, { ...build, writesTo: { argument: "--metadata-file", text: "{}" } }];
  const { exit, log } = await play(scenario(built, { tools: { docker } }));
  expect(exit).toBe(2);
  expect(log).toContain("builder::buildx does not say what it built");
});

test("no docker", async () => {
  const { exit, log } = await play(scenario(built, { tools: {} }));
  expect(exit).toBe(2);
  expect(log).toContain("tool-missing::docker is not installed, or not on PATH");
});

test("cancelled in the middle: docker is ended with it, and it still signs out", async () => {
  const docker = [login, { args: ["buildx", "build"], stderr: "#1 working\n", hangs: "until-told" as const }];
  const { exit, orphans, state } = await play(
    scenario(built, { tools: { docker }, stop: { signal: "SIGINT", when: /working/ } }),
  );
  expect([exit, orphans, state["registry"]]).toEqual([130, [], "ghcr.io"]);
});

test("a hostile build achieves nothing", async () => {
  const warning = (text: string) =>
    JSON.stringify({
      ...JSON.parse(metadata),
      "buildx.build.warnings": [
        {
          short: Buffer.from(text).toString("base64"),
          detail: [Buffer.from(text).toString("base64")],
          url: text,
          range: [{ start: { line: 1 } }],
        },
      ],
    });
  expect(
    await canaryProblems((text) =>
      scenario(built, {
        tools: {
          docker: [
            login,
            {
              ...build,
              stderr: `#1 [${text} 1/1] x\n#1 DONE 1s\n${text}`,
              writesTo: { argument: "--metadata-file", text: warning(text) },
            },
            ...inspect,
          ],
        },
      }),
    ),
  ).toEqual([]);
});

test("a hostile Dockerfile's history, and a hostile refusal, achieve nothing", async () => {
  expect(
    await canaryProblems((text) => {
      const config = {
        args: ["buildx", "imagetools"],
        holds: ["--format={{json .Image}}"],
        stdout: JSON.stringify({ history: [{ created_by: text }, { created_by: text }] }),
      };
      return scenario(built, { tools: { docker: [login, build, config, ...inspect] } });
    }),
  ).toEqual([]);
  expect(
    await canaryProblems((text) => scenario(built, { tools: { docker: [login, failing(`ERROR: ${text}`)] } })),
  ).toEqual([]);
});
