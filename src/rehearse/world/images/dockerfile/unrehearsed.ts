import { DockerfileProblem, type Instruction } from "./instruction.ts";

const flags: Readonly<Record<string, readonly string[]>> = {
  COPY: ["from", "chown", "chmod", "link", "parents"],
  ADD: ["chown", "chmod", "link"],
};

const isRemote = /(?:^|\s)(?:https?:\/\/|git:\/\/|ssh:\/\/|git@)/;
const isArchive = /\.(?:tar|tgz|tbz2?|txz)(?:\.\w+)?"?(?=[\s,])/i;

/** `FROM image AS name` → `name` */
const stageName = ({ text }: Instruction) => /\sas\s+(\S+)/i.exec(text)?.[1]?.toLowerCase();
const imageOf = ({ text }: Instruction) => /^\S+/.exec(text)?.[0].toLowerCase();

/** Stages that others are built from, by the place of their FROM: their ONBUILD lines would run there. */
function parents(froms: readonly Instruction[]): ReadonlySet<Instruction> {
  return new Set(
    froms.filter((from, at) =>
      froms.slice(at + 1).some((later) => [stageName(from), String(at)].includes(imageOf(later))),
    ),
  );
}

/** What a rehearsal does not do, each by its line: known before the first line is built. */
export function unrehearsed(instructions: readonly Instruction[]): readonly DockerfileProblem[] {
  const from = parents(instructions.filter(({ keyword }) => keyword === "FROM"));
  let stage: Instruction | undefined;
  return instructions.flatMap((instruction) => {
    const { keyword, text, line } = instruction;
    if (keyword === "FROM") stage = instruction;
    const refuse = (what: string) =>
      new DockerfileProblem(line, `${what} is not rehearsed: build with --real docker, or write it otherwise`);
    return [
      ...instruction.flags
        .filter(([name]) => flags[keyword]?.includes(name) === false)
        .map(([name]) => refuse(`${keyword} --${name}`)),
      ...(keyword === "ADD" && isRemote.test(text) ? [refuse("ADD from the network")] : []),
      ...(keyword === "ADD" && isArchive.test(text) ? [refuse("ADD of an archive, which it would unpack,")] : []),
      ...(keyword === "ONBUILD" && stage && from.has(stage) ? [refuse("ONBUILD with a stage built from its own")] : []),
    ];
  });
}
