/** Output that actionlint 1.7.12 and zizmor 1.32.0 wrote, cut to what is read of it. */
import { describe, expect, it } from "vitest";
import { actionlintFindings } from "./actionlint.ts";
import { zizmorFindings } from "./zizmor.ts";

describe("actionlint", () => {
  const entry = (message: string) => ({
    message,
    filepath: ".github/workflows/a.yml",
    line: 6,
    column: 23,
    kind: "expression",
    snippet: "      - run: echo $" + "{{ github.head_ref }}",
    end_column: 35,
  });

  it("is told in our form", () => {
    const [finding] = actionlintFindings(JSON.stringify([entry('"github.head_ref" is potentially untrusted')]));
    expect(finding).toMatchObject({
      code: "actionlint/expression",
      severity: "error",
      file: ".github/workflows/a.yml",
      line: 6,
      column: 23,
      endColumn: 36,
    });
  });

  it("is not believed where GitHub has moved on since", () => {
    expect(actionlintFindings(JSON.stringify([entry('unexpected key "cache-mode" for "workflow" section')]))).toEqual(
      [],
    );
    expect(actionlintFindings("")).toEqual([]);
  });
});

describe("zizmor", () => {
  const place = (kind: string, row: number) => ({
    symbolic: {
      key: { Local: { verbatim_path: ".github/workflows/a.yml" } },
      annotation: "may expand into attacker-controllable code",
      feature_kind: "Normal",
      kind,
    },
    concrete: {
      location: { start_point: { row, column: 13 }, end_point: { row, column: 40 }, offset_span: { start: 1, end: 2 } },
      feature: "",
    },
  });
  const entry = {
    ident: "template-injection",
    desc: "code injection via template expansion",
    determinations: { confidence: "High", severity: "High", persona: "Regular" },
    ignored: false,
  };

  it("is told in our form, at what it names first", () => {
    const [finding, ...others] = zizmorFindings(
      JSON.stringify([{ ...entry, locations: [place("Related", 2), place("Primary", 5)] }]),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: "zizmor/template-injection", severity: "error", line: 6, column: 14 });
    expect(finding?.message).toBe("code injection via template expansion: may expand into attacker-controllable code");
  });

  it("leaves out what its own comments excuse", () => {
    expect(zizmorFindings(JSON.stringify([{ ...entry, ignored: true, locations: [place("Primary", 5)] }]))).toEqual([]);
  });
});
