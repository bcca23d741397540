import { printPath } from "./field-set.ts";

/** A value that does not fit its schema: what was applied cannot be compared field by field. */
export class ApplyTypeError extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[], why: string) {
    super(`${printPath(path)}: ${why}`);
    this.name = "ApplyTypeError";
    this.path = path;
  }
}
