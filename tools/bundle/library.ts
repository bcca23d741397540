import { join } from "node:path";
import { rolldown } from "rolldown";

/**
 * What every author's source and every `tidegate generate` load: as one file each instead of eighty, which halves the time to
 * start. The two hold copies of the model; expressions and workflows are recognised across copies by registered symbols.
 */
const entries = ["index.js", "cli/generate/command.js"];

/** Loaded only when they are needed, so they stay beside it. */
const lazy = /\/(?:drift|pins)\.(?:js|ts)$/;
/** GitHub's expression parser is two dozen small files of its own. */
const inside = (id: string) => id.startsWith(".") || id.startsWith("/") || id.startsWith("@actions/expressions");

/** Bundles the entries of a compiled package where they lie. */
export async function bundleLibrary(dist: string): Promise<void> {
  for (const entry of entries) {
    const file = join(dist, entry);
    const bundle = await rolldown({
      input: file,
      platform: "node",
      external: (id) => !inside(id) || lazy.test(id),
    });
    // made whole before it takes the place of what it was made from
    await bundle.write({ file, format: "esm", codeSplitting: false });
    await bundle.close();
  }
}
