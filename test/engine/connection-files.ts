import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Connection, environmentFor } from "./connect.ts";

/** `connection.json` for programs, `env` for shells: `. /…/env`. */
export async function writeConnection(state: string, found: Connection): Promise<void> {
  const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  const { PATH: _, ...fixed } = environmentFor(found, state);
  const lines = Object.entries(fixed).map(([name, value]) => `export ${name}=${quoted(value)}`);
  if (found.programs !== null) lines.push(`export PATH=${quoted(found.programs)}:"$PATH"`);
  for (const [name, image] of Object.entries(found.images)) {
    lines.push(`export TIDEGATE_ENGINE_IMAGE_${name.toUpperCase()}=${quoted(image)}`);
  }
  await writeFile(join(state, "env"), `${lines.join("\n")}\n`);
  await writeFile(join(state, "connection.json"), `${JSON.stringify(found, null, 2)}\n`);
}
