import { expect, test } from "vitest";
import { toMask } from "./secrets.ts";

const key = [
  "-----BEGIN PRIVATE KEY-----",
  "MIIEvQIBADANBgkqhkiG9w0B",
  "AQEFAASCBKcwggSjAgEAAoIB",
  "-----END PRIVATE KEY-----",
];
const encodedKey = Buffer.from(key.join("\n")).toString("base64");

const kubeconfig = `apiVersion: v1
kind: Config
clusters:
- name: production
  cluster:
    server: https://cluster.example:6443
    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
contexts:
- name: production
  context: { cluster: production, user: ci-deployer, namespace: techcommerce }
users:
- name: ci-deployer
  user:
    token: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjaSJ9.c2lnbmF0dXJl
    client-key-data: ${encodedKey}
    password: short
`;

test("of a kubeconfig the credentials are hidden, and neither its names nor its server", async () => {
  const { hide, warnings } = await toMask("kubeconfig", kubeconfig, "yaml");
  expect(hide).toEqual([
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjaSJ9.c2lnbmF0dXJl",
    encodedKey,
    "MIIEvQIBADANBgkqhkiG9w0B",
    "AQEFAASCBKcwggSjAgEAAoIB",
  ]);
  expect(warnings).toEqual([
    "secret kubeconfig holds a credential of fewer than 8 characters, which cannot be hidden: use longer ones",
  ]);
});

test("of a Docker configuration the password inside `auth` is hidden, too", async () => {
  const auth = Buffer.from("robot:hunter2hunter2").toString("base64");
  const { hide } = await toMask("docker", JSON.stringify({ auths: { "ghcr.io": { auth } } }, null, 2), "json");
  expect(hide).toEqual([auth, "hunter2hunter2"]);
});

test("of a service account's key file the private key is hidden line by line, its public parts are not", async () => {
  const file = {
    type: "service_account",
    project_id: "acme-production",
    private_key_id: "0123456789abcdef",
    private_key: `${key.join("\n")}\n`,
    client_email: "ci@acme.example",
    auth_uri: "https://accounts.example/o/oauth2/auth",
    token_uri: "https://oauth2.example/token",
  };
  const { hide } = await toMask("key", JSON.stringify(file), undefined);
  expect(hide).toEqual(["MIIEvQIBADANBgkqhkiG9w0B", "AQEFAASCBKcwggSjAgEAAoIB"]);
});

test("variables in a list are found by their names", async () => {
  const { hide } = await toMask(
    "json",
    JSON.stringify([
      { name: "DB_PASSWORD", value: "correct-horse" },
      { name: "MODE", value: "production" },
    ]),
    "json",
  );
  expect(hide).toEqual(["correct-horse"]);
});

test.each([
  ["a word", "correct-horse", ["correct-horse"], 0],
  ["a short word", "hunter2", ["hunter2"], 1],
  ["three letters: too short to hide anything", "abc", [], 1],
  ["a PEM key: its body, line by line", key.join("\n"), ["MIIEvQIBADANBgkqhkiG9w0B", "AQEFAASCBKcwggSjAgEAAoIB"], 0],
  ["lines of variables", "export A=correct-horse\nB='battery-staple'\n{", ["correct-horse", "battery-staple"], 1],
  ["broken YAML counts as lines", "a: [correct-horse\nb: }", ["a: [correct-horse"], 1],
])("%s", async (_, text, hide, warnings) => {
  const found = await toMask("it", text, "yaml");
  expect(found.hide).toEqual(hide);
  expect(found.warnings).toHaveLength(warnings);
});

test("of lines with a key the value is hidden, and base64 that ends in padding is a value itself", async () => {
  const text =
    "//registry.example/:_authToken=npm-token-1234567\nexport TOKEN='shell-token-1'\nc2VjcmV0LWtleS1saW5lLW9uZQ==\n";
  const { hide, warnings } = await toMask("lines", text, undefined);
  expect(hide).toEqual(["npm-token-1234567", "shell-token-1", "c2VjcmV0LWtleS1saW5lLW9uZQ=="]);
  expect(warnings).toEqual([]);
});
