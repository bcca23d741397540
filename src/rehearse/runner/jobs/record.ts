import type { Annotation } from "../commands/step-output.ts";

/** What happens while a run goes on; the terminal, the report and `--json` are made from these. */
export type RunEvent =
  | { readonly kind: "job-started"; readonly leg: string; readonly name: string; readonly at: number }
  | {
      readonly kind: "job-ended";
      readonly leg: string;
      readonly result: string;
      readonly outputs: Readonly<Record<string, string>>;
      readonly why?: string;
      readonly url?: string;
      readonly at: number;
    }
  | {
      readonly kind: "step-started";
      readonly leg: string;
      readonly step: string;
      readonly name: string;
      readonly at: number;
    }
  | {
      readonly kind: "line";
      readonly leg: string;
      readonly step: string;
      readonly text: string;
      readonly look?: "group" | "group-end" | "debug" | "problem";
    }
  | { readonly kind: "annotation"; readonly leg: string; readonly step: string; readonly annotation: Annotation }
  | {
      readonly kind: "step-ended";
      readonly leg: string;
      readonly step: string;
      readonly outcome: string;
      readonly conclusion: string;
      readonly summary: string;
      readonly at: number;
    }
  | { readonly kind: "gate"; readonly leg: string; readonly environment: string; readonly at: number }
  | {
      readonly kind: "answer";
      readonly leg: string;
      readonly environment: string;
      readonly answer: string;
      readonly at: number;
    };

export type Tell = (event: RunEvent) => void;
