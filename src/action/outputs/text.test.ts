import { expect, test } from "vitest";
import type { InputSpec } from "../../spec/input.ts";
import type { OutputSpec } from "../../spec/output.ts";
import { parseInput } from "../inputs/kinds.ts";
import { outputText } from "./text.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const scan = { digest, platforms: ["linux/amd64"], verdict: "ok", policyDigest: digest, reportHash: digest };
const places = { workspace: "/w", real: (path: string) => path, kind: () => "file" as const };
const description = "x";

test.each<[OutputSpec, InputSpec, unknown]>([
  [{ type: "boolean", description }, { type: "boolean", description }, false],
  [{ type: "integer", description }, { type: "integer", description }, -3],
  [{ type: "number", description }, { type: "number", description }, 81.25],
  [{ type: "duration", description }, { type: "duration", description }, 12_345],
  [{ type: "list", description }, { type: "list", description }, ["a b", "c"]],
  [{ type: "digest", description }, { type: "digest", description }, digest],
  [{ type: "scanned-digest", description }, { type: "scanned-digest", description }, digest],
  [{ type: "scan", description }, { type: "scan", description }, scan],
  [{ type: "json", description }, { type: "json", description }, { a: [1, null] }],
  [{ type: "choice", options: ["a"], description }, { type: "choice", options: ["a"], description }, "a"],
  [{ type: "url", description }, { type: "url", description }, new URL("https://a.example/")],
])("an output reads back through the input of the same kind: %j", (output, input, value) => {
  expect(parseInput(outputText("it", output, value), input, places)).toEqual({ ok: true, value });
});

test.each<[OutputSpec, unknown, string]>([
  [{ type: "digest", description }, "latest", 'output it must be a digest; came "latest"'],
  [{ type: "digest", description }, "", 'output it must be a digest; came ""'],
  [{ type: "integer", description }, 1.5, "output it must be a whole number; came 1.5"],
  [{ type: "number", description }, Number.NaN, "output it must be a number; came null"],
  [{ type: "choice", options: ["a", "b"], description }, "c", 'output it must be one of a, b; came "c"'],
  [{ type: "list", description }, ["a\nb"], 'output it must be a list of texts without line breaks; came ["a\\nb"]'],
])("%j refuses %j", (output, value, message) => expect(() => outputText("it", output, value)).toThrow(message));
