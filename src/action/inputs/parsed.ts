/** What came of reading one text: the value, or what was expected instead. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly expected: string; readonly note?: string };

export const read = <T>(value: T): Parsed<T> => ({ ok: true, value });

/** `note` says what exactly was wrong, where `expected` alone leaves it open. */
export const expected = (what: string, note?: string): Parsed<never> => ({
  ok: false,
  expected: what,
  ...(note === undefined ? {} : { note }),
});
