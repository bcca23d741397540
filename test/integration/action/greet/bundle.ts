import { join } from "node:path";
import { bundle } from "../../../../tools/bundle/bundle.ts";

/** The example's bundle, built once for the same sources. */
export const greet = (): Promise<string> =>
  bundle(join(import.meta.dirname, "../../../.."), "test/integration/action/greet/main.ts");
