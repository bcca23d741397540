import { choose, type Expr, github, startsWith, text } from "../../src/index.ts";

const pushed: Expr<boolean, "github"> = startsWith(github.ref, "refs/heads/feature/");

/** A pull request's checks are what branch rules ask for: a push to a feature branch must not pass for one of them. */
export const titled = (name: string): Expr<string, "github"> =>
  text`${name}${choose({ when: pushed, use: " (push)" }, "")}`;
