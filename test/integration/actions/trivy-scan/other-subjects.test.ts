import { expect, test } from "vitest";
import { play, type SeenRequest } from "../../../../src/action/testing/index.ts";
import { bothWith, clean, database, registry, scenario, shop, trivyScan, withoutRequests } from "./world.ts";

const built = await trivyScan();
const token = "ghs_0123456789abcdef";

test("a folder: secrets and misconfigurations as annotations at their lines, never the secret itself", async () => {
  const stdout = JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: "/folder",
    ArtifactType: "filesystem",
    Results: [
      {
        Target: "deploy/key.env",
        Class: "secret",
        Secrets: [
          {
            RuleID: "aws-access-key-id",
            Category: "AWS",
            Severity: "CRITICAL",
            Title: "AWS Access Key ID",
            StartLine: 3,
            EndLine: 3,
            Match: "AWS_ACCESS_KEY_ID=********************",
          },
        ],
      },
      {
        Target: "Dockerfile",
        Class: "config",
        Type: "dockerfile",
        Misconfigurations: [
          {
            ID: "DS-0002",
            Title: "root user",
            Message: "Specify at least 1 USER command",
            Resolution: "Add 'USER'",
            Severity: "HIGH",
            Status: "FAIL",
            PrimaryURL: "https://avd.aquasec.com/misconfig/ds-0002",
            CauseMetadata: { StartLine: 7, EndLine: 7 },
          },
          { ID: "DS-0001", Severity: "HIGH", Status: "PASS" },
        ],
      },
    ],
  });
  const transcript = await play({
    ...scenario(built),
    inputs: { folder: ".", scanners: "secret, misconfig", token },
    tools: { docker: [database, { args: ["run"], holds: ["fs"], stdout }] },
  });
  await expect(withoutRequests(transcript.text)).toMatchFileSnapshot("snapshots/folder.txt");
});

test("an SBOM: its packages are compared, nothing else is asked of it", async () => {
  const stdout = JSON.stringify({ SchemaVersion: 2, ArtifactName: "/sbom/app.cdx.json", Results: [] });
  const { outputs, calls } = await play({
    ...scenario(built),
    inputs: { sbom: "app.cdx.json", token },
    files: { "app.cdx.json": "{}" },
    tools: { docker: [database, { args: ["run"], holds: ["sbom", "/sbom/app.cdx.json"], stdout }] },
  });
  expect(outputs).toMatchObject({ verdict: "ok" });
  expect(outputs["scan"]).toBeUndefined();
  expect(calls[1]?.args).toContain("--scanners=vuln");
});

/** The image above as build-push leaves it, not pushed. */
const layout = Object.fromEntries(
  [...[...shop.manifests].map(([digest, { text }]) => [digest, text] as const), ...shop.blobs].map(([digest, text]) => [
    `layout/blobs/${digest.replace(":", "/")}`,
    text,
  ]),
);
const inputs = { name: "ghcr.io/acme/shop", image: shop.digest, layout: "layout", token };

test("a layout: no registry is asked", async () => {
  const { outputs, requests } = await play({
    ...scenario(built, { tools: { docker: bothWith(clean) } }),
    inputs,
    files: layout,
  });
  expect([outputs["verdict"], requests]).toEqual(["ok", []]);
});

test("a layout in which a layer was changed is not scanned", async () => {
  const [changed = ""] = Object.keys(layout).filter((path) => layout[path]?.startsWith("a layer for"));
  const { log, calls } = await play({
    ...scenario(built),
    inputs,
    files: { ...layout, [changed]: "a layer for nobody" },
  });
  expect(log).toContain("wrong-digest");
  expect(calls).toEqual([]);
});

test("a registry that wants to know who asks: the password goes where it says, the job's token goes nowhere", async () => {
  const path = `/v2/acme/shop/manifests/${shop.digest}`;
  const http = {
    ...registry,
    [`GET ${path}`]: ({ headers }: SeenRequest) =>
      headers["authorization"] === "Bearer short-lived"
        ? (registry[`GET ${path}`] ?? {})
        : {
            status: 401,
            headers: { "www-authenticate": `Bearer realm="http://${headers["host"]}/token",service="r",scope="pull"` },
          },
    "GET /token": { body: { token: "short-lived" } },
  };
  const docker = bothWith(clean);
  const with_ = { username: "me", password: "registry-password-1" };
  const known = await play(scenario(built, { http, with: with_, tools: { docker } }));
  const asked = (path: string) =>
    known.requests.filter((one) => one.path.startsWith(path)).map((one) => one.headers["authorization"]);
  expect(asked("/token")).toEqual([`Basic ${Buffer.from("me:registry-password-1").toString("base64")}`]);
  expect(asked(path)).toEqual([undefined, "Bearer short-lived"]);
  expect(known.outputs["verdict"]).toBe("ok");
  expect(withoutRequests(known.text).replace(/::add-mask::.*/g, "")).not.toContain("registry-password-1");
  // a registry on this machine is none of GitHub's
  const anonymous = await play(scenario(built, { http, tools: { docker } }));
  expect(JSON.stringify(anonymous.requests)).not.toMatch(/ghs_|Basic/);
});

test("a mirror stands in for a registry elsewhere, and is not told who asks", async () => {
  const inputsOf = { name: "ghcr.io/acme/shop", image: shop.digest, token, password: "registry-password-1" };
  const { outputs, requests } = await play({
    ...scenario(built, { tools: { docker: bothWith(clean) } }),
    inputs: inputsOf,
    env: ({ http }) => ({ TIDEGATE_REGISTRY_MIRROR: http.replace("http://", "") }),
  });
  expect(outputs["verdict"]).toBe("ok");
  expect(requests.filter(({ headers }) => headers["authorization"] !== undefined)).toEqual([]);
});
