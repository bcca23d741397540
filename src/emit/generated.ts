/** The first line of every file that a command writes: where it comes from, and what to run after a change. */
export const generatedFrom = (source: string, command: string): string =>
  `Generated from ${source}. Change that file, then run: ${command}`;
