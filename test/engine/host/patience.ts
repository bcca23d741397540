import { setTimeout as delay } from "node:timers/promises";

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Repeats what fails with the one code that time mends, for ten seconds at most. What is gone already is done. */
export async function patiently(act: () => Promise<void>, passing: string): Promise<void> {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (codeOf(error) === "ENOENT") return;
      if (codeOf(error) !== passing || Date.now() > end) throw error;
      await delay(50);
    }
  }
}

/** Waits until something holds; null after the time given. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, milliseconds: number) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) return null;
    await delay(50);
  }
}
