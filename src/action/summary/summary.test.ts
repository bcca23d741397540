import { expect, test } from "vitest";
import { createMasker } from "../mask/masker.ts";
import { createSummary, fitted } from "./summary.ts";

test("secrets are hidden also when they came after the text", () => {
  const masker = createMasker();
  const summary = createSummary(masker);
  summary.add("# The token is correct-horse\n\n");
  summary.add("end");
  masker.add("correct-horse");
  expect(summary.text()).toBe("# The token is ***\n\nend\n");
});

test("a summary that is too long is cut at a line, with an open fence closed, and says so", () => {
  const long = `# Title\n\n\`\`\`\n${"ä line of some length\n".repeat(100)}\`\`\`\n`;
  const cut = fitted(long, 500);
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(500);
  expect(cut).toMatch(/ä line of some length\n```\n\n\*… the summary is longer/);
  expect(fitted("short", 500)).toBe("short");
});
