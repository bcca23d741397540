import { DockerfileProblem, type Instruction } from "./instruction.ts";

/** RUN has flags of its own, which say how a line runs that is not run here */
const flags: Readonly<Record<string, readonly string[]>> = {
  FROM: ["platform"],
  HEALTHCHECK: ["interval", "timeout", "start-period", "start-interval", "retries"],
  COPY: ["from", "chown", "chmod", "link", "parents", "exclude"],
  ADD: ["chown", "chmod", "link", "exclude"],
};

const isRemote = /(?:^|\s)(?:https?:\/\/|git:\/\/|ssh:\/\/|git@)/;

/** What a rehearsal does not do, each by its line: known before the first line is built. */
export function unrehearsed(instructions: readonly Instruction[]): readonly DockerfileProblem[] {
  return instructions.flatMap((instruction) => {
    const { keyword, text, line } = instruction;
    const refuse = (what: string) =>
      new DockerfileProblem(line, `${what} is not rehearsed: build with --real docker, or write it otherwise`);
    return [
      ...instruction.flags
        .filter(([name]) => keyword !== "RUN" && !(flags[keyword] ?? []).includes(name))
        .map(([name]) => refuse(`${keyword} --${name}`)),
      ...((keyword === "ADD" || (keyword === "ONBUILD" && /^add\s/i.test(text))) && isRemote.test(text)
        ? [refuse("ADD from the network")]
        : []),
      ...(keyword === "ONBUILD" && /^(?:from|onbuild|maintainer)\b/i.test(text)
        ? [new DockerfileProblem(line, `ONBUILD ${text}: this cannot be done later`)]
        : []),
    ];
  });
}
