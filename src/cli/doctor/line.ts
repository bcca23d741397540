/** What the doctor says of one setting. What a token may not see is its own answer: nobody knows then whether it is right. */
export type Line =
  | { readonly status: "ok"; readonly subject: string; readonly says: string }
  | {
      readonly status: "missing";
      readonly subject: string;
      readonly says: string;
      /** commands for a shell, in their order; words in capitals are the reader's to fill in */
      readonly fix: readonly string[];
    }
  | { readonly status: "cannot see"; readonly subject: string; readonly says: string };

export const ok = (subject: string, says: string): Line => ({ status: "ok", subject, says });
export const missing = (subject: string, says: string, ...fix: readonly string[]): Line => ({
  status: "missing",
  subject,
  says,
  fix,
});
export const unseen = (subject: string, says: string): Line => ({ status: "cannot see", subject, says });

/** A word as a POSIX shell reads it: `a b` → `'a b'`. */
export const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A `gh api` call with a JSON body, which may hold what flags cannot say: null, lists of objects. */
export const sent = (method: "PUT" | "POST", path: string, body: object): string =>
  `echo ${word(JSON.stringify(body))} | gh api --method ${method} ${word(path)} --input -`;
