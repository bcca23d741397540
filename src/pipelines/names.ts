import type { Config } from "../config/index.ts";
import { type Secret, secret, variable } from "../expr/contexts.ts";
import type { Expr } from "../expr/expression.ts";

/** `secrets` and `vars` by the names that the configuration declares: another name does not compile. */
export interface Names<N extends string, V extends string> {
  readonly secret: <const Name extends N>(name: Name) => Secret<Name>;
  readonly variable: (name: V) => Expr<string, "vars">;
}

/** What the configuration calls secrets and variables, as expressions: a name that it does not have does not compile. */
export const names = <S extends string, E extends string, N extends string, V extends string>(
  _: Config<S, E, N, V>,
): Names<N, V> => ({ secret, variable });
