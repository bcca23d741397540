import type { Script } from "../workflow/runnable.ts";
import { python, sh } from "../workflow/script.ts";

/** Several pieces of shell code as one, a line for each. */
export const shellLines = (scripts: readonly Script[]): Script =>
  scripts.reduce(
    (all, next) => sh`${all}
${next}`,
  );

/** Several pieces of Python as one. A piece stands at the margin: only the first line of what is put into code is indented. */
export const pythonLines = (scripts: readonly Script[]): Script =>
  scripts.reduce(
    (all, next) => python`${all}
${next}`,
  );

/** The items of a list or a dictionary of Python's, a line for each. */
export const items = (scripts: readonly Script[]): Script =>
  scripts.reduce(
    (all, next) => python`${all}
    ${next}`,
  );
