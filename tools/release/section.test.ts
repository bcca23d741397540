import { expect, test } from "vitest";
import { sectionOf } from "./section.ts";

const changelog = `# tidegate

## 1.1.0

### Minor Changes

- 3d3c42e: Heed the tide.

  \`\`\`md
  ## 1.0.0
  \`\`\`

## 1.0.0-next.1

### Patch Changes

- c6fd4e2: Mend the gate.

## 1.0.0
`;

test("a release says what is under its own heading, also where that shows another heading as text", () => {
  expect(sectionOf(changelog, "1.1.0")).toBe(
    "### Minor Changes\n\n- 3d3c42e: Heed the tide.\n\n  ```md\n  ## 1.0.0\n  ```\n",
  );
});

test("a version is the whole heading, not a part of one", () => {
  expect(sectionOf(changelog, "1.0.0-next.1")).toBe("### Patch Changes\n\n- c6fd4e2: Mend the gate.\n");
  expect(sectionOf(changelog, "1.0.0")).toBe("\n");
});

test("lines that end as on Windows end as they did", () => {
  expect(sectionOf("## 2.0.0\r\n\r\n- one\r\n\r\n## 1.0.0\r\n", "2.0.0")).toBe("- one\n");
});

test("a version without a section is an error that names those there are", () => {
  expect(() => sectionOf(changelog, "1.1")).toThrow('"## 1.1" in CHANGELOG.md, and it has 1.1.0, 1.0.0-next.1, 1.0.0');
  expect(() => sectionOf("", "1.1.0")).toThrow("and it has none");
});
