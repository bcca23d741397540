import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { readConnection } from "./connect.ts";
import { restoreMachine } from "./machine.ts";

/** Ends the engine, whole or half-started, or forgets a borrowed one. */
export async function takeDown(state: string): Promise<"removed" | "forgotten" | "nothing"> {
  if (!existsSync(state)) return "nothing";
  if (readConnection(state)?.kind === "borrowed") {
    await rm(state, { recursive: true });
    return "forgotten";
  }
  await restoreMachine(state);
  return "removed";
}
