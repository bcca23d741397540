import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const folder = (state: string) => join(state, "held");

/** True while a part is not to be started again after its end. */
export const isHeld = (state: string, part: string): boolean => existsSync(join(folder(state), part));

export async function hold(state: string, part: string): Promise<void> {
  await mkdir(folder(state), { recursive: true });
  await writeFile(join(folder(state), part), "");
}

export const letGo = (state: string, part: string): Promise<void> => rm(join(folder(state), part), { force: true });
