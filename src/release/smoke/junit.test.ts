import { expect, test } from "vitest";
import { junit } from "./junit.ts";

const check = (name: string, problems: readonly string[], excerpt = "") => ({
  name,
  passed: problems.length === 0,
  attempts: 1,
  ms: 1234,
  problems,
  excerpt,
});

test("counts, seconds, and the first problem as the message; what others wrote is only text", () => {
  const report = {
    verdict: "findings" as const,
    message: "",
    checks: [
      check("it answers", []),
      check('"orders" & <more>', ["status: expected 201, came 503"], "]]></failure>\u0000\u001b[2J"),
    ],
    ms: 2500,
  };
  expect(junit(report, "smoke shop")).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      "<testsuites>",
      '  <testsuite name="smoke shop" tests="2" failures="1" errors="0" skipped="0" time="2.500">',
      '    <testcase name="it answers" classname="smoke" time="1.234"/>',
      '    <testcase name="&quot;orders&quot; &amp; &lt;more&gt;" classname="smoke" time="1.234">',
      '      <failure message="status: expected 201, came 503">status: expected 201, came 503',
      "]]&gt;&lt;/failure&gt;\ufffd\ufffd[2J</failure>",
      "    </testcase>",
      "  </testsuite>",
      "</testsuites>",
      "",
    ].join("\n"),
  );
});
