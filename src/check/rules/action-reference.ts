import type { Report, Rule } from "../finding.ts";
import type { Located } from "../subject.ts";
import { usesOf } from "../walk.ts";

export const actionReference: Rule = {
  code: "action-reference",
  severity: "error",
  summary: "uses names an action or workflow in a form GitHub can resolve.",
  *check({ workflow }): Iterable<Report> {
    for (const { step } of usesOf(workflow)) {
      const mistake = stepMistake(step.uses.value);
      if (mistake !== undefined) yield { at: step.uses.at, message: mistake };
    }
    for (const job of workflow.jobs) {
      if (job.kind === "call" && job.uses.value.includes("${{")) {
        yield {
          at: job.uses.at,
          severity: "warning",
          message: "GitHub evaluates no expression here; write the workflow itself",
        };
        continue;
      }
      const mistake = job.kind === "call" ? callMistake(job.uses) : undefined;
      if (job.kind === "call" && mistake !== undefined) yield { at: job.uses.at, message: mistake };
    }
  },
};

function stepMistake(uses: string): string | undefined {
  if (uses.startsWith("docker://")) return dockerMistake(uses);
  if (uses.startsWith("./") || uses.startsWith(".\\"))
    return uses.includes("@") ? `"${uses}" is in this repository, so it has no @ref` : undefined;
  if (uses.startsWith("$/")) return selfMistake(uses);
  const form = "an action is OWNER/REPO@REF or OWNER/REPO/PATH@REF, ./PATH, $/PATH, or docker://IMAGE";
  const [path = "", ...refs] = uses.split("@");
  const [owner, repository] = path.split("/");
  if (refs.length === 0) return `"${uses}" says no version: ${form}`;
  if (refs.length > 1 || refs[0] === "" || /\s/.test(uses) || !owner || !repository)
    return `"${uses}" names no action: ${form}`;
  return undefined;
}

/** Docker's own grammar, as far as a slip would break it. */
function dockerMistake(uses: string): string | undefined {
  const image = uses.slice("docker://".length);
  const [name = "", digest] = image.split("@");
  const tag = /:([^/]*)$/.exec(name)?.[1];
  const bare = tag === undefined ? name : name.slice(0, -tag.length - 1);
  if (bare === "" || /\s/.test(image))
    return `"${uses}" names no image; it is docker://IMAGE:TAG or docker://IMAGE@sha256:DIGEST`;
  if (tag === "") return `"${uses}" ends with a colon and no tag`;
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    return `"${digest}" is no digest; one is sha256: and 64 hex digits`;
  return undefined;
}

function selfMistake(uses: string): string | undefined {
  if (uses.includes("@")) return `"${uses}" is in the repository of this file, at its commit, so it has no @ref`;
  return uses.replace(/^\$\/+/, "") === "" ? '"$/" needs a path behind it' : undefined;
}

function callMistake(uses: Located<string>): string | undefined {
  const { value } = uses;
  if (value === "") return undefined;
  const form =
    "a workflow is OWNER/REPO/.github/workflows/FILE.yml@REF, ./.github/workflows/FILE.yml or $/.github/workflows/FILE.yml";
  if (value.startsWith("./") || value.startsWith("$/")) {
    if (value.includes("@")) return `"${value}" is in this repository, so it has no @ref: ${form}`;
    return /\.ya?ml$/.test(value) ? undefined : `"${value}" names no workflow file: ${form}`;
  }
  const found = /^([^/@\s]+)\/([^/@\s]+)\/([^@\s]+)@(\S+)$/.exec(value);
  return found === null ? `"${value}" names no workflow: ${form}` : undefined;
}
