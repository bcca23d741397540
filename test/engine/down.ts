import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { readConnection } from "./connect.ts";
import { restoreMachine } from "./machine.ts";

/** Ends the engine, whole or half-started, or forgets a borrowed one. True when there was anything. */
export async function takeDown(state: string): Promise<boolean> {
  if (!existsSync(state)) return false;
  if (readConnection(state)?.kind === "borrowed") await rm(state, { recursive: true });
  else await restoreMachine(state);
  return true;
}
