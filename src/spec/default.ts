import type { InputSpec } from "./input.ts";

/** The default as the text that action.yml holds and the runner hands over; undefined where there is none. */
export function defaultText(input: InputSpec): string | undefined {
  if (!("default" in input) || input.default === undefined) return undefined;
  if (input.type === "list") return input.default.join("\n");
  if (input.type === "map")
    return Object.entries(input.default)
      .map(([key, value]) => `${key}=${value}`)
      .join("\n");
  return String(input.default);
}
