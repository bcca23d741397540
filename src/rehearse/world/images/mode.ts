import { DockerfileProblem } from "./dockerfile/instruction.ts";

/** What `--chmod` makes of the mode that a file or folder has. */
export type ModeChange = (mode: number, isFolder: boolean) => number;

const who: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const clause = /^([ugoa]*)([-+=])([rwxXst]*)$/;

/** `750`, or letters as of chmod: `u=rwX,go=rX`. */
export function modeChange(text: string, line: number): ModeChange {
  if (/^[0-7]{1,4}$/.test(text)) return () => Number.parseInt(text, 8);
  const steps = text.split(",").map((part): ModeChange => {
    const [, whom = "", sign = "", letters = ""] = clause.exec(part) ?? [];
    if (sign === "")
      throw new DockerfileProblem(line, `--chmod=${text}: expected a number like 755, or letters like u=rwX,go=rX`);
    const reach = [...(whom === "" ? "a" : whom)].reduce((all, letter) => all | (who[letter] ?? 0), 0);
    return (mode, isFolder) => {
      const bits = reach & bitsOf(letters, mode, isFolder);
      if (sign === "+") return mode | bits;
      if (sign === "-") return mode & ~bits;
      return (mode & ~(reach & 0o777)) | bits;
    };
  });
  return (mode, isFolder) => steps.reduce((now, step) => step(now, isFolder), mode);
}

function bitsOf(letters: string, mode: number, isFolder: boolean): number {
  const bits: Readonly<Record<string, number>> = {
    r: 0o444,
    w: 0o222,
    x: 0o111,
    // only what is a folder, or may be run by somebody already
    X: isFolder || (mode & 0o111) !== 0 ? 0o111 : 0,
    s: 0o6000,
    t: 0o1000,
  };
  return [...letters].reduce((all, letter) => all | (bits[letter] ?? 0), 0);
}
