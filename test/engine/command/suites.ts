export const usage = `npm run test:engine [-- --repeat N] [--keep] [WORD…]
    --repeat N  runs the suites N times on one engine
    --keep      leaves the engine running
    WORD        only test files whose path has one of these words`;

export type Chosen =
  | { readonly repeat: number; readonly keep: boolean; readonly words: readonly string[] }
  | { readonly misused: string };

/** `["--repeat", "10", "deploy"]` → ten rounds of the files named deploy */
export function chooseSuites(args: readonly string[]): Chosen {
  const words: string[] = [];
  let repeat = 1;
  let keep = false;
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? "";
    if (word === "--keep") keep = true;
    else if (word === "--repeat" || word.startsWith("--repeat=")) {
      const count = word === "--repeat" ? (args[++index] ?? "nothing") : word.slice("--repeat=".length);
      if (!/^[1-9]\d*$/.test(count)) return { misused: `expected a number of rounds after --repeat, got ${count}` };
      repeat = Number(count);
    } else if (word.startsWith("-")) return { misused: `expected --repeat, --keep or a word, got ${word}` };
    else words.push(word);
  }
  return { repeat, keep, words };
}
