import { expect, test } from "vitest";
import { play, type Scenario } from "../../../../src/action/testing/index.ts";
import {
  bothWith,
  clean,
  database,
  registry,
  report,
  scanOf,
  scenario,
  shop,
  trivyScan,
  withoutRequests,
} from "./world.ts";

const built = await trivyScan();
const layer = Object.keys(registry).find((key) => key.includes("/blobs/")) ?? "";
const manifest = `GET /v2/acme/shop/manifests/${shop.digest}`;

/** what goes wrong → the error's code, and what stands in the log */
test.each<[string, Partial<Scenario> & { readonly with?: Readonly<Record<string, string>> }, string, string]>([
  [
    "no mirror has the database",
    {
      tools: {
        docker: [
          {
            ...database,
            exit: 1,
            stderr:
              "2026-11-21T10:00:00Z FATAL Fatal error\tinit error: DB error: failed to download vulnerability DB: OCI artifact error: 429 Too Many Requests\n",
          },
        ],
      },
    },
    "database",
    "429 Too Many Requests",
  ],
  [
    "Trivy crashes",
    {
      tools: {
        docker: [
          database,
          {
            args: ["run"],
            exit: 1,
            stderr: "2026-11-21T10:00:00Z FATAL Fatal error\timage scan error: unable to open\n",
          },
        ],
      },
    },
    "scanner",
    "unable to open",
  ],
  ["Trivy is killed", { tools: { docker: [database, { args: ["run"], exit: 137 }] } }, "scanner", "exit code 137"],
  [
    "Trivy writes half a report",
    { tools: { docker: [database, { args: ["run"], stdout: '{"SchemaVersion": 2, "Res' }] } },
    "scanner",
    "its report is no JSON",
  ],
  ["Trivy writes nothing", { tools: { docker: [database, { args: ["run"] }] } }, "scanner", "its report is no JSON"],
  [
    "the report is of another schema",
    { tools: { docker: [database, { args: ["run"], stdout: '{"SchemaVersion": 3}' }] } },
    "bad-file",
    "SchemaVersion 3",
  ],
  [
    "there is no engine",
    {
      tools: {
        docker: [
          { exit: 125, stderr: "docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n" },
        ],
      },
    },
    "scanner",
    "docker could not start Trivy",
  ],
  ["there is no docker", { tools: {} }, "tool-missing", "docker is not installed"],
  [
    "the registry keeps failing",
    { http: { ...registry, [manifest]: { status: 503, headers: { "retry-after": "0" } } } },
    "network",
    "tried 4 times",
  ],
  [
    "the image is not there",
    { http: { ...registry, [manifest]: { status: 404 } } },
    "image-missing",
    "the registry answered 404",
  ],
  [
    "the registry does not let us",
    { http: { ...registry, [manifest]: { status: 403 } } },
    "registry-denied",
    "the registry answered 403",
  ],
  [
    "the index is another one",
    { http: { ...registry, [manifest]: { body: "{}" } } },
    "wrong-digest",
    "is not what its digest says",
  ],
  [
    "a layer is another one",
    { http: { ...registry, [layer]: { body: "poisoned" } } },
    "wrong-digest",
    "is not what its digest says",
  ],
  [
    "a layer never ends",
    { http: { ...registry, [layer]: { body: "x".repeat(100_000) } } },
    "wrong-digest",
    "is longer than its manifest says",
  ],
  [
    "a platform that is not in it",
    { with: { platforms: "windows/amd64" } },
    "image-missing",
    "has no image for windows/amd64",
  ],
  [
    "nothing to scan",
    { inputs: { token: "ghs_0123456789abcdef" } },
    "no-subject",
    "exactly one thing can be scanned at a time",
  ],
  ["an image by its tag", { with: { name: "ghcr.io/acme/shop:latest" } }, "no-subject", "it ends with a tag"],
  ["two things to scan", { with: { folder: "." } }, "no-subject", "name, image, folder"],
])("%s: a tool-error, never clean and never vulnerable", async (_, over, code, words) => {
  const transcript = await play(scenario(built, over));
  expect([transcript.exit, transcript.outputs["verdict"]]).toEqual([2, "tool-error"]);
  expect(transcript.log).toContain(`Scan an image with Trivy%3A ${code}`);
  expect(transcript.log).toContain(words);
});

test("an outage: what a reader sees", async () => {
  const stderr =
    "2026-11-21T10:00:00Z\tINFO\t[vulndb] Downloading artifact...\n2026-11-21T10:00:09Z\tFATAL\tFatal error\tinit error: DB error: failed to download vulnerability DB: OCI artifact error: 429 Too Many Requests\n";
  const transcript = await play(scenario(built, { tools: { docker: [{ ...database, exit: 1, stderr }] } }));
  await expect(withoutRequests(transcript.text)).toMatchFileSnapshot("snapshots/outage.txt");
});

test("on-error: warn lets the job go on; the verdict stays, and no deploy takes it for a pass", async () => {
  const { exit, outputs } = await play(
    scenario(built, { with: { "on-error": "warn" }, tools: { docker: [database, { args: ["run"], exit: 1 }] } }),
  );
  expect([exit, outputs["verdict"]]).toEqual([0, "tool-error"]);
  expect(outputs["scan"]).toContain('"verdict":"tool-error"');
});

test("a wrong digest is no outage: warn does not help", async () => {
  const http = { ...registry, [layer]: { body: "poisoned" } };
  const { exit, calls } = await play(scenario(built, { with: { "on-error": "warn" }, http }));
  expect([exit, calls]).toEqual([2, []]);
});

test("a platform that fails after another was found wanting: the finding stands, the outage is said", async () => {
  const docker = [
    database,
    scanOf("linux-amd64", report("linux-amd64")),
    { args: ["run"], exit: 1, stderr: "FATAL out of space\n" },
  ];
  const { outputs, log } = await play(scenario(built, { tools: { docker } }));
  expect(outputs["verdict"]).toBe("findings");
  expect(log).toContain("Not everything was looked at: ");
});

test("a registry that comes back is asked again, and a layer that broke off is fetched anew", async () => {
  const { blobs } = shop;
  const digest = layer.split("/").at(-1) ?? "";
  const http = {
    ...registry,
    [manifest]: [{ status: 503, headers: { "retry-after": "0" } }, registry[manifest] ?? {}].flat(),
    [layer]: [{ body: blobs.get(digest) ?? "", cutAfter: 3 }, { body: blobs.get(digest) ?? "" }],
  };
  const { outputs, log } = await play(scenario(built, { http, tools: { docker: bothWith(clean) } }));
  expect(outputs["verdict"]).toBe("ok");
  expect(log.match(/next try in/g)?.length).toBe(2);
});

test("Trivy's own image is had from its other home when one does not give it", async () => {
  const scanner = "@sha256:bcc376de8d77cfe086a917230e818dc9f8528e3c852f7b1aff648949b6258d1c";
  const docker = [
    {
      holds: [`ghcr.io/aquasecurity/trivy${scanner}`],
      exit: 125,
      stderr: "Unable to find image 'x' locally\ndocker: Error response from daemon: toomanyrequests.\n",
    },
    ...bothWith(clean),
  ];
  const { outputs, calls } = await play(scenario(built, { tools: { docker } }));
  expect(outputs["verdict"]).toBe("ok");
  expect(calls.map(({ args }) => args.some((arg) => arg === `aquasec/trivy${scanner}`))).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

test("an image with Java archives gets their database, once", async () => {
  const refused = {
    args: ["run"],
    times: 1,
    exit: 1,
    stderr: "FATAL '--skip-java-db-update' cannot be specified on the first run\n",
  };
  const docker = [
    database,
    { args: ["run"], holds: ["--download-java-db-only"] },
    { ...refused, holds: ["--input=/image:linux-amd64"] },
    ...bothWith(clean),
  ];
  const { outputs, calls } = await play(scenario(built, { tools: { docker } }));
  expect(outputs["verdict"]).toBe("ok");
  expect(calls.filter(({ args }) => args.includes("--download-java-db-only")).length).toBe(1);
  expect(calls.length).toBe(5);
});

test("cancelled in the middle of a scan: the container is removed at the end of the job", async () => {
  const docker = [database, { args: ["run"], stderr: "scanning\n", hangs: "until-told" as const }];
  const cancelled = await play(scenario(built, { tools: { docker }, stop: { signal: "SIGINT", when: /^scanning$/m } }));
  expect([cancelled.exit, cancelled.orphans]).toEqual([130, []]);
  const name = cancelled.state["container"] ?? "";
  expect(name).toMatch(/^tidegate-trivy-/);
  const post = await play({
    ...scenario(built, { tools: { docker: [{ args: ["rm", "--force", name] }] } }),
    post: { container: name },
  });
  expect([post.exit, post.calls.map(({ args }) => args.join(" "))]).toEqual([0, [`rm --force ${name}`]]);
});
