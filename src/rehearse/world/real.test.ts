import { expect, test } from "vitest";
import { chooseReal, type RealPart, realParts } from "./real.ts";

const allowed = new Set(
  ["", "audit"].flatMap((audit) =>
    [
      "",
      "docker,registry",
      "docker,registry,scanner",
      "docker,registry,kubernetes",
      "docker,registry,kubernetes,scanner",
    ].map((mix) => keyOf([...mix.split(","), audit])),
  ),
);

function keyOf(words: readonly string[]): string {
  return realParts.filter((part) => words.includes(part)).join(",");
}

/** Every choice there is: 32 of five parts. */
const choices = realParts.reduce<readonly (readonly RealPart[])[]>(
  (all, part) => all.flatMap((choice) => [choice, [...choice, part]]),
  [[]],
);

test.each(choices.map((choice) => [keyOf(choice), choice] as const))("--real %s", (key, choice) => {
  const chosen = chooseReal(choice);
  if (allowed.has(key)) expect(chosen).toEqual({ ok: true, real: new Set(choice) });
  else expect(chosen).toEqual({ ok: false, why: expect.stringMatching(/^--real [^.\n]+$/) });
});
