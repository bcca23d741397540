import type { InputSpec } from "../spec/input.ts";
import type { OutputSpec } from "../spec/output.ts";

const range = (min: number | string | undefined, max: number | string | undefined): string =>
  [min === undefined ? "" : `at least ${min}`, max === undefined ? "" : `at most ${max}`]
    .filter((part) => part !== "")
    .join(", ");

/** How an input is written, where its name does not say it: `one of low, high`. Empty where nothing needs saying. */
export function inputForm(input: InputSpec): string {
  switch (input.type) {
    case "choice":
      return `one of ${input.options.join(", ")}`;
    case "list": {
      const items = input.options ? `of ${input.options.join(", ")}; ` : "";
      return input.separator === "comma" ? `${items}one per line, or with commas` : `${items}one per line`;
    }
    case "map":
      return "key=value, one per line";
    case "digests":
      return "name=sha256:…, one per line";
    case "duration":
      return ["for example 90s, 5m, 1h30m", range(input.min, input.max)].filter((part) => part !== "").join("; ");
    case "integer":
    case "number":
      return range(input.min, input.max);
    case "digest":
      return "sha256:…";
    case "scanned-digest":
      return "sha256:…, of a scan";
    case "scan":
      return "the output `scan` of trivy-scan";
    case "scans":
      return "outputs `scan` of trivy-scan, one per line";
    case "json":
      return "JSON";
    case "boolean":
      return "true or false";
    case "string":
    case "path":
    case "secret":
    case "url":
      return input.example === undefined ? "" : `for example ${input.example.replaceAll("\n", ", ")}`;
  }
}

/** What the text of an output is. */
export function outputForm(output: OutputSpec): string {
  switch (output.type) {
    case "choice":
      return `one of ${output.options.join(", ")}`;
    case "list":
      return "one per line";
    case "boolean":
      return "true or false";
    case "duration":
      return "for example 12.5s";
    case "digest":
    case "scanned-digest":
      return "sha256:…";
    case "scan":
    case "json":
      return "JSON";
    case "integer":
    case "number":
    case "path":
    case "url":
    case "string":
      return "";
  }
}
