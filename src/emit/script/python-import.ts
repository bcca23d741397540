/** Python reads the environment through `os`, which must be there. */
export function withImport(run: string): string {
  if (!/\bos\.environ\[/.test(run) || /^import os$|^import os[ ,]/m.test(run)) return run;
  const futures = /^(?:from __future__ import [^\n]*\n)+/.exec(run)?.[0] ?? "";
  return `${futures}import os\n${run.slice(futures.length)}`;
}
