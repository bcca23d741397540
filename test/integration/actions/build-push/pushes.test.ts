import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { build, buildPush, commit, inspect, login, scenario, shop, token } from "./world.ts";

test("pushes: the commit's tag and no other, the digest to the next job, warnings at their lines", async () => {
  const transcript = await play(scenario(await buildPush()));
  await expect(transcript.text).toMatchFileSnapshot("snapshots/pushes.txt");
});

test("signs out at the end of the job from where it signed in", async () => {
  const built = await buildPush();
  const { state } = await play(scenario(built));
  const post = await play({
    ...scenario(built, { tools: { docker: [{ args: ["logout", "ghcr.io"] }] } }),
    post: state,
  });
  expect([post.exit, post.calls.map(({ args }) => args.join(" "))]).toEqual([0, ["logout ghcr.io"]]);
});

test("where somebody signed in before, nobody signs in or out", async () => {
  const built = await buildPush();
  const config = { auths: { "ghcr.io": { auth: Buffer.from("me:earlier-password").toString("base64") } } };
  const { calls, state } = await play({
    ...scenario(built, { tools: { docker: [build, ...inspect] } }),
    files: { Dockerfile: "FROM node:24\n", "docker/config.json": JSON.stringify(config) },
    env: ({ workspace }) => ({ DOCKER_CONFIG: `${workspace}/docker` }),
  });
  expect(calls.some(({ args }) => args[0] === "login")).toBe(false);
  expect(state["registry"]).toBeUndefined();
});

test("secrets reach the build by its environment: no argument, no line of log, no file holds one", async () => {
  const key = "-----BEGIN KEY-----\nc2VjcmV0LWtleS1saW5lLW9uZQ==\n-----END KEY-----";
  const transcript = await play(
    scenario(await buildPush(), {
      with: { secrets: `npm=npm-token-1234567\n"key=${key}"`, "secret-files": "rc=.npmrc" },
      files: { Dockerfile: "FROM node:24\n", ".npmrc": "//registry/:_authToken=file-token-1234567\n" },
      tools: {
        docker: [
          login,
          { ...build, stderr: "#3 npm-token-1234567 c2VjcmV0LWtleS1saW5lLW9uZQ== file-token-1234567\n" },
          ...inspect,
        ],
      },
    }),
  );
  const called = transcript.calls.find(({ args }) => args[1] === "build");
  expect(called?.args.filter((arg) => arg.startsWith("--secret"))).toEqual([
    "--secret=id=npm,env=TIDEGATE_SECRET_0",
    "--secret=id=key,env=TIDEGATE_SECRET_1",
    "--secret=id=rc,src=<workspace>/.npmrc",
  ]);
  expect(called?.env).toEqual(expect.arrayContaining(["TIDEGATE_SECRET_0", "TIDEGATE_SECRET_1"]));
  expect(transcript.text.replace(/::add-mask::.*/g, "")).not.toMatch(
    /npm-token-1234567|c2VjcmV0LWtleS1saW5l|file-token-1234567/,
  );
  expect(transcript.log).toContain("#3 *** *** ***");
  // the registry's password goes through stdin, into no argument
  expect(transcript.calls[0]).toMatchObject({
    args: ["login", "--username", "github", "--password-stdin", "ghcr.io"],
    stdin: token,
  });
});

test("not pushed: a layout folder, nobody signs in, nothing is tagged", async () => {
  const blob = (digest: string) => `layout/blobs/${digest.replace(":", "/")}`;
  const writes = { [blob(shop.digest)]: shop.index, [blob(shop.manifestDigest)]: shop.manifest };
  const { outputs, calls } = await play(
    scenario(await buildPush(), {
      with: { push: "false", layout: "layout" },
      tools: { docker: [{ ...build, writes }] },
    }),
  );
  expect(outputs).toMatchObject({ image: shop.digest, layout: "<workspace>/layout", tags: "" });
  expect(calls.map(({ args }) => args.slice(0, 2).join(" "))).toEqual(["buildx build"]);
  expect(calls[0]?.args).toContain("--output=type=oci,dest=<workspace>/layout,tar=false");
});

test.each([
  [
    "on a pull request caches are read and not written",
    { GITHUB_EVENT_NAME: "pull_request" },
    ["--cache-from=type=gha,scope=ghcr.io/acme/shop"],
  ],
  ["where the job can sign there are none", { ACTIONS_ID_TOKEN_REQUEST_URL: "https://x.example" }, []],
  [
    "elsewhere both, and writing may fail",
    { GITHUB_EVENT_NAME: "push" },
    [
      "--cache-from=type=gha,scope=ghcr.io/acme/shop",
      "--cache-to=type=gha,mode=max,scope=ghcr.io/acme/shop,ignore-error=true",
    ],
  ],
])("%s", async (_, env, flags) => {
  const { calls } = await play(
    scenario(await buildPush(), { env, with: { "cache-from": "type=gha", "cache-to": "type=gha,mode=max" } }),
  );
  const called = calls.find(({ args }) => args[1] === "build");
  expect(called?.args.filter((arg) => arg.startsWith("--cache"))).toEqual(flags);
});

test("a cache that was not written is no failure, and no secret either", async () => {
  const told = "#6 exporting to GitHub Actions Cache\n#6 ERROR: maximum timeout reached\n";
  const docker = [login, { ...build, stderr: `${build.stderr}${told}` }, ...inspect];
  const { exit, log } = await play(
    scenario(await buildPush(), { with: { "cache-to": "type=gha,mode=max" }, tools: { docker } }),
  );
  expect(exit).toBe(0);
  expect(log).toContain("::warning::the cache is not written: maximum timeout reached");
});

test("a builder that cannot write caches builds without", async () => {
  const refused = {
    ...build,
    times: 1,
    exit: 1,
    stderr:
      "ERROR: failed to build: Cache export is not supported for the docker driver.\nSwitch to a different driver.\n",
  };
  const { outputs, log } = await play(
    scenario(await buildPush(), {
      with: { "cache-to": "type=local,dest=cache" },
      tools: { docker: [login, refused, build, ...inspect] },
    }),
  );
  expect(outputs["image"]).toBe(shop.digest);
  expect(log).toContain("the cache is not written: Cache export is not supported");
});

test("every input that does not fit is named in one message", async () => {
  const { exit, log } = await play(
    scenario(await buildPush(), {
      with: {
        image: "ghcr.io/acme/shop:latest",
        tags: "v1",
        secrets: "no-equals-sign",
        attest: "true",
        username: "me",
      },
    }),
  );
  expect(exit).toBe(2);
  for (const words of [
    "image: it ends with a tag",
    "tags: only with `mode: promote`",
    "secrets: entry 1 is not id=value",
    "attest: the job needs",
    "username: a password belongs to it",
  ])
    expect(log).toContain(words);
  expect(log).not.toContain(commit);
});
