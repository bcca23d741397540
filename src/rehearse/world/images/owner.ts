import { DockerfileProblem } from "./dockerfile/instruction.ts";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export const root: Owner = { uid: 0, gid: 0 };

/** by name, where every base image that has it gives it this number */
const known: Readonly<Record<string, number>> = { root: 0, node: 1000, nobody: 65534 };

const idOf = (name: string): number | undefined => (/^\d+$/.test(name) ? Number(name) : known[name]);

/** `1001:1002`, `node` → the owner of what is made; undefined where only the base image could tell. */
export function ownerNamed(text: string): Owner | undefined {
  const [user = "", group = user] = text.split(":");
  const [uid, gid] = [idOf(user), idOf(group)];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** The owner that `--chown` asks for. */
export function ownerOf(text: string, line: number): Owner {
  const unknown = text.split(":").find((name) => idOf(name) === undefined);
  const owner = ownerNamed(text);
  if (owner !== undefined) return owner;
  throw new DockerfileProblem(
    line,
    `--chown=${text}: ${unknown} cannot be looked up without the base image; use a number`,
  );
}
