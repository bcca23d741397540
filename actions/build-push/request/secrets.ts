import { Secret } from "../../../src/action/index.ts";

/** One secret of a build, for `RUN --mount=type=secret,id=…`. */
export interface BuildSecret {
  readonly id: string;
  readonly value: Secret;
}

const idPattern = /^[\w./-]+$/;

/** A line ends where no quote is open: `"key=first\nsecond"` is one entry of two lines. */
function entries(text: string): readonly string[] {
  const found: string[] = [];
  let open: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const so: string = open === undefined ? line : `${open}\n${line}`;
    const quoted = so.trimStart().startsWith('"');
    const closed = !quoted || /^\s*"(?:[^"]|"")*"\s*$/.test(so);
    if (closed) {
      if (so.trim() !== "") found.push(quoted ? so.trim().slice(1, -1).replaceAll('""', '"') : so.trim());
      open = undefined;
    } else open = so;
  }
  return open === undefined ? found : [...found, open];
}

/** The secrets in the text of the input, and what is wrong with it, without a character of any value. */
export function parseSecrets(text: string): {
  readonly secrets: readonly BuildSecret[];
  readonly problems: readonly string[];
} {
  const secrets: BuildSecret[] = [];
  const problems: string[] = [];
  for (const [index, entry] of entries(text).entries()) {
    const at = entry.indexOf("=");
    const id = entry.slice(0, Math.max(at, 0)).trim();
    if (!idPattern.test(id)) problems.push(`entry ${index + 1} is not id=value`);
    else if (secrets.some((one) => one.id === id)) problems.push(`${id} is there twice`);
    else if (entry.length === at + 1)
      problems.push(`${id} is empty: is the secret set in this repository or environment?`);
    else secrets.push({ id, value: new Secret(entry.slice(at + 1)) });
  }
  return { secrets, problems };
}

/** Where buildx finds the value: the environment of its process, and nothing else. */
export const secretVariable = (index: number): string => `TIDEGATE_SECRET_${index}`;

export const secretEnvironment = (secrets: readonly BuildSecret[]): Readonly<Record<string, Secret>> =>
  Object.fromEntries(secrets.map(({ value }, index) => [secretVariable(index), value]));
