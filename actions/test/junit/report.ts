/** What a JUnit file holds, as it stands there. */
export interface JunitReport {
  readonly suites: readonly JunitSuite[];
  /** cases that stand beside the suites, as Node's own runner writes them */
  readonly cases: readonly JunitCase[];
}

export interface JunitSuite {
  readonly name: string;
  readonly suites: readonly JunitSuite[];
  readonly cases: readonly JunitCase[];
  /** what the suite says of itself, in its attributes */
  readonly declared: Readonly<
    Record<"tests" | "failures" | "errors" | "skipped" | "disabled" | "time", number | undefined>
  >;
}

export interface JunitCase {
  readonly className: string | undefined;
  readonly name: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** seconds */
  readonly time: number | undefined;
  /** one can fail twice: in the test, and when it cleans up */
  readonly results: readonly JunitResult[];
  readonly disabled: boolean;
}

export interface JunitResult {
  /** `flaky`: a try that failed before another passed */
  readonly kind: "failure" | "error" | "skipped" | "flaky";
  readonly type: string | undefined;
  readonly message: string;
  readonly text: string;
}

export type Outcome = "passed" | "failure" | "error" | "skipped";

/** The gravest of its results; a test without any passed. */
export function outcomeOf({ results, disabled }: JunitCase): Outcome {
  const gravest = (["error", "failure", "skipped"] as const).find((kind) => results.some((one) => one.kind === kind));
  return gravest ?? (disabled ? "skipped" : "passed");
}

/** All cases of a suite and of those inside it. */
export const casesIn = (suite: JunitSuite): readonly JunitCase[] => [...suite.suites.flatMap(casesIn), ...suite.cases];
