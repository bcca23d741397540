import { expect, test } from "vitest";
import { type ApiFailure, isTransient } from "./status.ts";

const failure = (code: number, reason: string, message: string): ApiFailure => ({ code, reason, message, causes: [] });

test.each<[string, ApiFailure, boolean]>([
  ["a leader was elected", failure(500, "InternalError", "etcdserver: leader changed"), true],
  ["a webhook is down", failure(500, "InternalError", 'failed calling webhook "a": connection refused'), true],
  ["a 500 that gives no reason", failure(500, "", "something went wrong"), true],
  ["the server is starting", failure(503, "ServiceUnavailable", "apiserver not ready"), true],
  [
    "an unknown field",
    failure(
      500,
      "",
      "failed to create typed patch object (a/b; /v1, Kind=ConfigMap): .dataa: field not declared in schema",
    ),
    false,
  ],
  ["a webhook says no", failure(400, "BadRequest", 'admission webhook "a" denied the request: no'), false],
])("%s: worth asking again?", (_, given, expected) => {
  expect(isTransient(given)).toBe(expected);
});
