import { expect, test } from "vitest";
import { Secret } from "../../action/index.ts";
import { whoSignsIn } from "./sign-in.ts";

const [password, token] = [new Secret("password"), new Secret("token")];
const known = { serverUrl: "https://github.com", actor: "octocat", signedIn: false };

test.each([
  ["a password goes first", "ghcr.io", { username: "me", password, token }, known, { username: "me", password }],
  [
    "a password without a name",
    "r.example",
    { username: undefined, password, token },
    known,
    { username: "octocat", password },
  ],
  [
    "the token goes to ghcr.io",
    "ghcr.io",
    { username: undefined, password: undefined, token },
    known,
    { username: "octocat", password: token },
  ],
  ["and to nobody else", "docker.io", { username: undefined, password: undefined, token }, known, undefined],
  [
    "not even to one that sounds like it",
    "ghcr.io.evil.example",
    { username: undefined, password: undefined, token },
    known,
    undefined,
  ],
  [
    "an earlier sign-in stays",
    "ghcr.io",
    { username: undefined, password: undefined, token },
    { ...known, signedIn: true },
    undefined,
  ],
  [
    "an enterprise server's own registry",
    "containers.ghe.example",
    { username: undefined, password: undefined, token },
    { ...known, serverUrl: "https://ghe.example" },
    { username: "octocat", password: token },
  ],
])("who signs in: %s", (_, host, credentials, circumstances, who) =>
  expect(whoSignsIn(host, credentials, circumstances)).toEqual(who),
);
