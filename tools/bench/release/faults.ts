import { probe } from "../../../test/engine/release/manifests.ts";
import type { Stage } from "./stage.ts";

export interface Reported {
  readonly fault: string;
  /** from the start of the command to the line that names it; NaN where none did */
  readonly after: number;
  readonly line: string;
}

/** How long until somebody who watches the log knows what is wrong. */
export async function measureFaults(stage: Stage): Promise<readonly Reported[]> {
  const absent = stage.image.replace("@", "-absent@");
  const cases = [
    ["a missing image", probe("absent", { image: absent }), /not found/],
    ["a crash loop", probe("crash", { image: stage.image, env: { CRASH: "4" } }), /exit code 4/],
  ] as const;
  const found: Reported[] = [];
  for (const [fault, object, named] of cases) {
    const file = await stage.manifests(object.metadata.name, [object]);
    const { heard } = await stage.within(object.metadata.name, (namespace) =>
      stage.tidegate(namespace, ["deploy", "--no-scan", "--overlay", file, "--timeout", "30s"]),
    );
    const told = heard.find(({ line }) => named.test(line));
    found.push({ fault, after: told?.at ?? Number.NaN, line: told?.line ?? "" });
  }
  return found;
}
