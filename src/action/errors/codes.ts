/** The failures that every action can end with. An action adds its own in `spec.errors`; there are no others. */
export const kitErrors = {
  "bad-input": {
    meaning: "An input is missing or cannot be read.",
    hint: "Mend the `with` of the step; each line above names one input.",
  },
  cancelled: {
    meaning: "The run was cancelled or timed out while the action worked.",
    hint: "Run the job again; what was done so far is named above.",
  },
  deadline: {
    meaning: "Something took longer than the time it was given.",
    hint: "Look at what it waited for; raise the time only if that is slow by nature.",
  },
  network: {
    meaning: "A server could not be reached, or kept failing after the retries that its kind of failure deserves.",
    hint: "Run the job again later; if it stays, check the address, the proxy and the runner's network.",
  },
  http: {
    meaning: "A server answered, and not as its interface promises.",
    hint: "Read the answer above: a 401 or 403 asks for credentials or rights, a 404 for another address.",
  },
  "tool-missing": {
    meaning: "A program the action needs is not on this machine, and none is known for this platform.",
    hint: "Install it in an earlier step, or use a runner that has it.",
  },
  "tool-checksum": {
    meaning: "A downloaded program is not the one it should be. It was deleted.",
    hint: "Run again once: a broken download looks the same. If it stays, do not use the file, and report it.",
  },
  "tool-failed": {
    meaning: "A program that the action runs ended with an error.",
    hint: "Its last lines are above; they usually name the cause.",
  },
  "path-outside": {
    meaning: "A path leads out of the folder it must stay in.",
    hint: "Use a path inside that folder; in an archive or a report, find out who made it.",
  },
  "bad-file": {
    meaning: "A file is missing, or does not hold what it should.",
    hint: "Check that the step before this one wrote it, and where.",
  },
  unexpected: {
    meaning: "A mistake in the action itself.",
    hint: "Report it with the lines above; `ACTIONS_STEP_DEBUG: true` shows more.",
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly hint: string }>>;

/** The codes of the failures that every action can end with. */
export type KitErrorCode = keyof typeof kitErrors;
