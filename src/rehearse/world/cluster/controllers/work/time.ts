/** `2026-01-01T00:00:00Z`, the form of metav1.Time: whole seconds. */
export const stamp = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Milliseconds; NaN when there is none, so that every comparison with it is false. */
export const milliseconds = (time: unknown) => (typeof time === "string" ? Date.parse(time) : Number.NaN);
