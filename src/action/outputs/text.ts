import type { OutputSpec } from "../../spec/output.ts";

/** What was given for an output is not of its kind: a mistake in the action, named before GitHub sees it. */
export class OutputKindError extends Error {
  override readonly name = "OutputKindError";
}

const wrong = (name: string, kind: string, value: unknown): never => {
  throw new OutputKindError(`output ${name} must be ${kind}; came ${JSON.stringify(value) ?? String(value)}`);
};

/** The text that the next step reads. Every kind reads back through the input of the same kind. */
export function outputText(name: string, output: OutputSpec, value: unknown): string {
  switch (output.type) {
    case "boolean":
      return typeof value === "boolean" ? String(value) : wrong(name, "true or false", value);
    case "integer":
      return Number.isSafeInteger(value) ? String(value) : wrong(name, "a whole number", value);
    case "number":
      return Number.isFinite(value) ? String(value) : wrong(name, "a number", value);
    case "duration":
      return typeof value === "number" && value >= 0 && Number.isFinite(value)
        ? `${Math.round(value) / 1000}s`
        : wrong(name, "a duration in milliseconds", value);
    case "choice":
      return typeof value === "string" && output.options.includes(value)
        ? value
        : wrong(name, `one of ${output.options.join(", ")}`, value);
    case "list":
      return Array.isArray(value) && value.every((item) => typeof item === "string" && !/[\r\n]/.test(item))
        ? value.join("\n")
        : wrong(name, "a list of texts without line breaks", value);
    case "digest":
    case "scanned-digest":
      return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value) ? value : wrong(name, "a digest", value);
    case "scan":
    case "json":
      return JSON.stringify(value) ?? wrong(name, "a JSON value", value);
    case "string":
    case "path":
    case "url":
      return typeof value === "string" || value instanceof URL ? String(value) : wrong(name, "text", value);
  }
}
