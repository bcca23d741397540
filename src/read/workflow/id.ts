import { type Reading, report } from "../problem.ts";
import type { Located } from "../source.ts";

/** GitHub's rule for job and step ids (languageservices `id-builder.ts`). */
const wellFormed = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const longest = 99;

/** `seen` maps folded ids to how they were first written. */
export function checkId(reading: Reading, id: Located<string>, seen: Map<string, string>, what: "job" | "step"): void {
  const { value, at } = id;
  if (!wellFormed.test(value)) {
    const rule = "letters, digits, _ and -, beginning with a letter or _";
    report(reading, "invalid-id", at, `"${value}" is no ${what} id; ids are made of ${rule}`);
  } else if (value.startsWith("__")) {
    report(reading, "invalid-id", at, `the ${what} id "${value}" begins with __, which GitHub keeps for itself`);
  } else if (value.length > longest) {
    report(
      reading,
      "invalid-id",
      at,
      `the ${what} id "${value}" has ${value.length} characters; ${longest} are allowed`,
    );
  } else {
    const first = seen.get(value);
    if (first !== undefined) report(reading, "invalid-id", at, `the ${what} id "${value}" is used twice`);
  }
  seen.set(value, value);
}
