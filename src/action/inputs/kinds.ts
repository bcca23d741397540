import type { InputSpec } from "../../spec/input.ts";
import { Secret } from "../../spec/secret.ts";
import type { InputValues } from "../../spec/values.ts";
import { parseDigest, parseDigests, parseList, parseMap } from "./collections.ts";
import { parseJson, parseScan, parseScans } from "./json.ts";
import { parseDurationInput, parseInteger, parseNumber } from "./numbers.ts";
import { expected, type Parsed, read } from "./parsed.ts";
import { type Places, parsePath } from "./path.ts";

type AnyValue = InputValues[keyof InputValues];

function parseUrl(text: string, protocols: readonly string[]): Parsed<URL> {
  const what = `an address with ${protocols.join(" or ")}://`;
  if (!URL.canParse(text)) return expected(what);
  const url = new URL(text);
  return protocols.includes(url.protocol.slice(0, -1)) ? read(url) : expected(what);
}

function parseBoolean(text: string): Parsed<boolean> {
  // the same spellings as YAML 1.2 and @actions/core
  if (/^(true|True|TRUE)$/.test(text)) return read(true);
  if (/^(false|False|FALSE)$/.test(text)) return read(false);
  return expected("true or false");
}

/** The value in the text of one input. The text is never empty: an empty one counts as not given. */
export function parseInput(text: string, input: InputSpec, places: Places): Parsed<AnyValue> {
  switch (input.type) {
    case "string": {
      const { pattern } = input;
      const fits = pattern === undefined || new RegExp(`^(?:${pattern})$`, "u").test(text);
      return fits ? read(text) : expected(`text that matches ${pattern}`);
    }
    case "boolean":
      return parseBoolean(text);
    case "integer":
      return parseInteger(text, input);
    case "number":
      return parseNumber(text, input);
    case "duration":
      return parseDurationInput(text, input);
    case "choice":
      return input.options.includes(text) ? read(text) : expected(`one of ${input.options.join(", ")}`);
    case "list":
      return parseList(text, input);
    case "map":
      return parseMap(text);
    case "path":
      return parsePath(text, input, places);
    case "secret":
      return read(new Secret(text));
    case "digest":
    case "scanned-digest":
      return parseDigest(text);
    case "digests":
      return parseDigests(text);
    case "scan":
      return parseScan(text);
    case "scans":
      return parseScans(text);
    case "url":
      return parseUrl(text, input.protocols ?? ["https", "http"]);
    case "json":
      return parseJson(text);
  }
}
