const safe = (text: string) => text.replaceAll(/[^A-Za-z0-9._-]/g, "-");

/** Where a step's whole log lies, as seen from the report. `test#0`, `build` → `logs/test-0/build.log` */
export const logFile = (leg: string, step: string): string =>
  `logs/${safe(leg)}/${step === "" ? "job" : `step-${safe(step)}`}.log`;
