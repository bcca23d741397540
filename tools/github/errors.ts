import { problemCodes } from "../../src/emit/problem.ts";

/** The codes that `tidegate generate` may end with. */
export const renderErrors = (): string => `# What \`tidegate generate\` refuses

Every problem is named at its line of the TypeScript, all of them together, and then nothing is written. Most mistakes do not
get here: they do not compile. This page is written by \`node tools/github/generate.ts\`.

| code | what is wrong |
| --- | --- |
${Object.entries(problemCodes)
  .map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)
  .join("\n")}
`;
