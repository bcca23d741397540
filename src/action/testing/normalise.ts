import { escapeMarkdown } from "../text/escape.ts";
import type { Stage } from "./scenario.ts";

/** Replaces what is another in each run, so that a transcript can be compared with the last one. */
export function normaliser(
  stage: Stage,
  root: string,
  volatile: readonly (readonly [RegExp, string])[],
): (text: string) => string {
  const literal = (text: string, name: string) => (from: string) => from.replaceAll(text, name);
  const pattern =
    ([expression, name]: readonly [RegExp, string]) =>
    (from: string) =>
      from.replace(expression, name);
  const host = stage.http.replace("http://", "");
  const steps = [
    ...volatile.map(pattern),
    literal(stage.http, "<http>"),
    literal(host, "<host>"),
    // as it stands in a summary, and in an address
    literal(escapeMarkdown(host), "<host>"),
    literal(encodeURIComponent(host), "<host>"),
    literal(stage.workspace, "<workspace>"),
    literal(stage.temp, "<temp>"),
    literal(root, "<root>"),
    pattern([/::stop-commands::[0-9a-f]{32}$/gm, "::stop-commands::<token>"]),
    pattern([/^::[0-9a-f]{32}::$/gm, "::<token>::"]),
    pattern([/next try in [0-9.]+m?s/g, "next try in <wait>"]),
    pattern([/<temp>\/([\w.-]+)-[A-Za-z0-9]{6}\b/g, "<temp>/$1-<id>"]),
  ];
  return (text) => steps.reduce((so, step) => step(so), text);
}
