/** `fetch failed` alone says nothing; its causes do: `fetch failed: connect ECONNREFUSED 127.0.0.1:443`. */
export function causeChain(error: Error): string {
  const parts = [error.message];
  let { cause } = error;
  while (cause instanceof Error && parts.length < 5) {
    const text = cause.message || (cause instanceof AggregateError ? String(cause.errors[0]?.message ?? "") : "");
    if (text !== "" && !parts.some((part) => part.includes(text))) parts.push(text);
    cause = cause.cause;
  }
  return parts.filter((part) => part !== "").join(": ");
}
