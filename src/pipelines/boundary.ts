/**
 * What a caller of a reusable workflow says, or a script reads, comes as text, whatever it is. These say what it must be; the
 * action checks it again when it runs, and refuses anything else by name.
 */
import type { Gate } from "../config/index.ts";
import { Expr, nodeOf } from "../expr/expression.ts";
import type { Context } from "../expr/positions.gen.ts";
import type { Digest } from "../spec/index.ts";
import type { ScanResult } from "../workflow/images.ts";

/** Scans as JSON, a line for each. */
export const ofScan = <C extends Context>(text: Expr<string, C>): Expr<ScanResult, C> => new Expr(nodeOf(text));

/** `approval`, `branch-policy` or `none`. */
export const ofGate = <C extends Context>(text: Expr<string, C>): Expr<Gate, C> => new Expr(nodeOf(text));

/** A digest that a script read. */
export const ofDigest = <C extends Context>(text: Expr<string, C>): Expr<Digest, C> => new Expr(nodeOf(text));
