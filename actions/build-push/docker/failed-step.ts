/** Where a build broke: the line of the Dockerfile that BuildKit names, and the last words of the step. */
export interface FailedStep {
  readonly line: number | undefined;
  readonly words: string | undefined;
}

const mostLines = 15;

/** `#7 4.2 npm error` → `npm error`, of the step that `#7 ERROR:` ends. */
function wordsOf(stderr: string): string | undefined {
  const number = /^#(\d+) ERROR: /m.exec(stderr)?.[1];
  if (number === undefined) return undefined;
  const said = stderr
    .split(/\r?\n/)
    .flatMap((line) => new RegExp(`^#${number} \\d+\\.\\d+ (.*)$`).exec(line)?.[1] ?? [])
    .slice(-mostLines);
  return said.length === 0 ? undefined : said.join("\n");
}

export function failedStep(stderr: string): FailedStep {
  // Dockerfile:2 ⏎ -------------------- ⏎    2 | >>> RUN npm ci
  const line = /^\S*:(\d+)\r?\n-{10,}\r?$/m.exec(stderr)?.[1];
  return { line: line === undefined ? undefined : Number(line), words: wordsOf(stderr) };
}
