import type { Rule } from "../finding.ts";

/** Contexts with a rule of their own. */
const elsewhere: ReadonlySet<string> = new Set(["steps", "needs", "inputs", "matrix", "jobs"]);

export const unknownProperty: Rule = {
  code: "unknown-property",
  severity: "error",
  summary: "Only properties that a context has are read from it; GitHub gives an empty text for all others.",
  *check({ issues }) {
    for (const { kind, path, at, message, meant } of issues) {
      const [context = "", property] = path.map((name) => name.toLowerCase());
      if (kind !== "property" || elsewhere.has(context)) continue;
      // what GitHub sends is now and then ahead of what it describes: only what looks like a slip is surely one, but which
      // inputs there are the workflow says itself
      const payload = context === "github" && property === "event" && path.length > 2;
      const described = payload && !(path.length > 3 && path[2]?.toLowerCase() === "inputs");
      if (described && meant === undefined)
        yield { at, severity: "warning", message: `by GitHub's description of the events that start this, ${message}` };
      else yield { at, message };
    }
  },
};
