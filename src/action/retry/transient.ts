/** What deserves another try, and nothing else: a refusal stays a refusal however often one asks. */
export const transientCodes: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

export const transientStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

const codeOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;

/** Looks through the causes: `fetch failed` hides the reason there. A time limit of ours counts as transient. */
export function isTransient(error: unknown): boolean {
  let at: unknown = error;
  for (let depth = 0; depth < 6 && at !== undefined; depth += 1) {
    const code = codeOf(at);
    if (code !== undefined && transientCodes.has(code)) return true;
    if (at instanceof AggregateError && at.errors.some((inner) => isTransient(inner))) return true;
    if (at instanceof Error && at.name === "TimeoutError") return true;
    at = at instanceof Error ? at.cause : undefined;
  }
  return false;
}
