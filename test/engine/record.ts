import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

/**
 * What the machine was like before the engine, written before the first change to it: whoever comes next can clean up after
 * an `up` that was killed at any moment.
 */
const recordSchema = v.object({
  links: v.array(v.string()),
  firewall: v.object({ iptables: v.string(), ip6tables: v.string() }),
  kernel: v.record(v.string(), v.string()),
  /** files and folders outside of the state folder that did not exist, and that the engine makes */
  made: v.array(v.string()),
});

export type EngineRecord = v.InferOutput<typeof recordSchema>;

const recordFile = (state: string) => join(state, "record.json");

export async function writeRecord(state: string, record: EngineRecord): Promise<void> {
  await mkdir(state, { recursive: true, mode: 0o755 });
  await writeFile(`${recordFile(state)}.new`, JSON.stringify(record, null, 2));
  await rename(`${recordFile(state)}.new`, recordFile(state)); // whole or not at all
}

export function readRecord(state: string): EngineRecord | undefined {
  if (!existsSync(recordFile(state))) return undefined;
  return v.parse(recordSchema, JSON.parse(readFileSync(recordFile(state), "utf8")));
}
