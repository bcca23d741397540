import { expect, test } from "vitest";
import { conclusion } from "./result.ts";
import { finding, result } from "./testing/result.ts";

test.each([
  [result([]), "nothing found in shop (sha256:0123), 2 platforms"],
  [result([finding()]), "1 high in shop (sha256:0123), 2 platforms"],
  [
    result([finding(), finding({ id: "CVE-2", severity: "low" })]),
    "1 high, 1 low in shop (sha256:0123), 2 platforms; 1 of 2 fail the step",
  ],
  [result([finding({ severity: "low" })]), "1 low in shop (sha256:0123), 2 platforms; none of them fails the step"],
  [result([], { error: new Error("x"), seen: 0 }), "shop (sha256:0123) could not be looked at"],
  [result([], { error: new Error("x"), seen: 1 }), "only linux/amd64 of shop (sha256:0123) could be looked at"],
])("in one sentence: %#", (one, sentence) => expect(conclusion(one)).toBe(sentence));
