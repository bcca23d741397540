import type { Grant } from "../../read/index.ts";
import { someValue } from "../expression/reads.ts";
import type { Row } from "../table/row.ts";

/** `contents, packages: read; id-token: write` */
export function grantWords(grant: Grant): string {
  const levels = (["write", "read"] as const).map((level) => {
    const scopes = Object.keys(grant).filter((scope) => grant[scope] === level);
    return scopes.length === 0 ? "" : `${scopes.sort().join(", ")}: ${level}`;
  });
  return levels.filter((part) => part !== "").join("; ") || "nothing";
}

export const tokenWords = ({ token, unwritten }: Pick<Row, "token" | "unwritten">): string =>
  unwritten ? `${grantWords(token)} (nothing is written: the repository's default)` : grantWords(token);

/** `*` stands for a name that is known only at run time */
const nameOf = (name: string) => (name === "*" ? "any secret" : name);

/** `KUBE_CONFIG, SLACK_WEBHOOK; TOKEN empty (a fork's run gets none)` */
export function secretWords({ secrets }: Pick<Row, "secrets">): string {
  const there = secrets.filter(({ empty }) => !empty).map(({ name }) => nameOf(name));
  const reasons = Map.groupBy(
    secrets.filter(({ empty }) => empty),
    ({ from }) => from,
  );
  const missing = [...reasons].map(([why, all]) => `${all.map(({ name }) => nameOf(name)).join(", ")} empty (${why})`);
  return [...(there.length === 0 ? [] : [there.join(", ")]), ...missing].join("; ");
}

export const shown = (value: string): string =>
  value === "" ? "nothing" : value === someValue ? "something else" : value;
