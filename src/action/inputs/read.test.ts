import { expect, test } from "vitest";
import type { ActionSpec } from "../../spec/action.ts";
import type { InputSpec } from "../../spec/input.ts";
import { Secret } from "../../spec/secret.ts";
import type { Places } from "./path.ts";
import { badInputsMessage, inputVariable, readInputs } from "./read.ts";

const places: Places = {
  workspace: "/repo",
  real: (path) => new URL(path, "file:///repo/").pathname.replace(/(?<=.)\/$/, ""),
  kind: (path) => (path === "/repo/src" ? "folder" : path === "/repo/a.txt" ? "file" : "missing"),
};

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const scan = { digest, platforms: ["linux/amd64"], verdict: "ok", policyDigest: digest, reportHash: digest };

type Undescribed<I> = I extends unknown ? Omit<I, "description"> : never;
type Row = Undescribed<InputSpec>;
const spec = (row: Row): ActionSpec => ({
  name: "x",
  title: "X",
  description: "x",
  inputs: { it: { description: "it", ...row } },
  outputs: {},
  permissions: [],
  runs: { using: "node24" },
});
const readIt = (row: Row, text: string) => readInputs(spec(row), { INPUT_IT: text }, places);

test.each<[Row, string, unknown]>([
  [{ type: "string" }, "  text ", "text"],
  [{ type: "string", pattern: "[a-z]+" }, "abc", "abc"],
  [{ type: "boolean" }, "True", true],
  [{ type: "boolean", default: true }, "", true],
  [{ type: "integer", min: 1 }, "+3", 3],
  [{ type: "number" }, "1.5e3", 1500],
  [{ type: "duration" }, "1h30m", 5_400_000],
  [{ type: "choice", options: ["a", "b"] }, "b", "b"],
  [{ type: "list" }, "a, b\r\n\n  c ", ["a, b", "c"]],
  [{ type: "list", separator: "comma" }, "a, b\nc,", ["a", "b", "c"]],
  [{ type: "list", default: [] }, "", []],
  [{ type: "map" }, "A=1\nB = x=y", new Map([["A", "1"], ["B", "x=y"]])], // biome-ignore format: one row
  [{ type: "path" }, "src/../a.txt", "/repo/a.txt"],
  [{ type: "path", exists: "folder" }, "src", "/repo/src"],
  [{ type: "path", within: "anywhere" }, "/etc/x", "/etc/x"],
  [{ type: "digest" }, digest, digest],
  [{ type: "digests" }, `web=${digest}`, new Map([["web", digest]])],
  [{ type: "scan" }, JSON.stringify(scan), scan],
  [{ type: "scans" }, JSON.stringify([scan, scan]), [scan, scan]],
  [{ type: "scans" }, `${JSON.stringify(scan)}\n${JSON.stringify(scan)}\n`, [scan, scan]],
  [{ type: "url" }, "https://a.example/x", new URL("https://a.example/x")],
  [{ type: "json" }, '{"a":[1]}', { a: [1] }],
  [{ type: "string" }, "", undefined],
])("%j reads %j", (row, text, value) => {
  const { values, bad } = readIt(row, text);
  expect(bad).toEqual([]);
  expect(values["it"]).toEqual(value);
});

test("a secret is wrapped", () => {
  const { values } = readIt({ type: "secret" }, "hunter2");
  expect(values["it"]).toBeInstanceOf(Secret);
});

test.each<[Row, string, string]>([
  [{ type: "string", required: true }, " ", "expected a value, the input is required; came nothing"],
  [{ type: "string", pattern: "[a-z]+" }, "A b", "expected text that matches [a-z]+; came 'A b'"],
  [{ type: "boolean" }, "yes", "expected true or false; came 'yes'"],
  [{ type: "integer" }, "1.5", "expected a whole number; came '1.5'"],
  [{ type: "integer", min: 1, max: 5 }, "9", "expected a whole number from 1 to 5; came '9'"],
  [{ type: "number", min: 0 }, "-1", "expected a number of at least 0; came '-1'"],
  [{ type: "number" }, "0x10", "expected a number; came '0x10'"],
  [{ type: "duration" }, "90", "expected a duration with its unit: 500ms, 90s, 5m, 2h, 30d; came '90'"],
  [{ type: "duration", max: "10m" }, "1h", "expected a duration of at most 10m; came '1h'"],
  [{ type: "choice", options: ["low", "high"] }, "hihg", "expected one of low, high; came 'hihg'"],
  [{ type: "list", options: ["a", "b"] }, "a\nc", "expected items out of a, b; came 'a ⏎ c' ('c' is not one of them)"],
  [{ type: "map" }, "A=1\nB", "expected key=value, one per line; came 'A=1 ⏎ B' ('B' has no key before an equals sign)"],
  [{ type: "map" }, "A=1\nA=2", "expected each key once; came 'A=1 ⏎ A=2' ('A' is there twice)"],
  [{ type: "path" }, "../x", "expected a path inside the workspace; came '../x' (it leads to /x)"],
  [{ type: "path", exists: "file" }, "no", "expected a file that exists; came 'no' (there is nothing at /repo/no)"],
  [{ type: "path", exists: "file" }, "src", "expected a file that exists; came 'src' (/repo/src is a folder)"],
  [{ type: "digest" }, "app:1.2", "expected a digest, sha256: and 64 hexadecimal digits in lower case; came 'app:1.2' (a tag can move to another image)"],
  [{ type: "digests" }, "web=", "expected name=sha256:…, one per line; came 'web=' ('web' is empty; where it comes from a job's output: GitHub drops an output that contains a masked value, look there for a warning)"],
  [{ type: "digest", required: true }, "", "expected a digest, sha256:…; came nothing (where it comes from a job's output: GitHub drops an output that contains a masked value, look there for a warning)"],
  [{ type: "scan" }, "{}", "expected a scan, as trivy-scan gives it in its output `scan`; came '{}' (it has no digest (sha256:…))"],
  [{ type: "url" }, "ftp://x", "expected an address with https or http://; came 'ftp://x'"],
  [{ type: "secret", default: "${{ github.token }}" }, "", "expected a value, the input is required; came nothing"],
])("%j refuses %j", (row, text, message) => {
  expect(badInputsMessage(readIt(row, text).bad)).toBe(`1 input cannot be used:\n  it: ${message}`);
}); // biome-ignore format: one row each

test("bad JSON says what", () => {
  const [bad] = readIt({ type: "json" }, '{"a": }').bad;
  expect(bad).toMatchObject({ expected: "JSON", came: `'{"a": }'`, note: expect.stringContaining("Unexpected token") });
});

test("a bad secret does not show", () => {
  const many: ActionSpec = {
    ...spec({ type: "secret", required: true }),
    inputs: {
      "api-token": { type: "secret", description: "x", required: true },
      "fail-on": { type: "choice", description: "x", options: ["a"], example: "a" },
      note: { type: "string", description: "x", pattern: "\\d", example: "4" },
    },
  };
  const env = { "INPUT_API-TOKEN": "", "INPUT_FAIL-ON": "b", INPUT_NOTE: "z".repeat(200) };
  const message = badInputsMessage(readInputs(many, env, places).bad);
  expect(message.split("\n")).toEqual([
    "3 inputs cannot be used:",
    "  api-token: expected a value, the input is required; came nothing",
    "  fail-on: expected one of a; came 'b'; for example: a",
    `  note: expected text that matches \\d; came '${"z".repeat(79)}…'; for example: 4`,
  ]);
});

test("the runner's names for inputs keep dashes", () => {
  expect(inputVariable("fail on-x")).toBe("INPUT_FAIL_ON-X");
});
