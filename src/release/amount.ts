/** `amount(1, "object")` → `1 object`, `amount(3, "object")` → `3 objects`. */
export const amount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
