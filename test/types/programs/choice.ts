import { setupNode } from "../../../src/bindings/actions/index.ts";
import { secret } from "../../../src/index.ts";
import { build, trivyScan } from "./fixtures.ts";

// ✗ a value that is none of the choices
trivyScan({ digest: build.outputs.digest, severity: "hihg" });
// ✗ an expression that may be anything
trivyScan({ digest: build.outputs.digest, severity: build.outputs.version });
// ✗ a cache that setup-node does not know
setupNode({ cache: "nmp" });

export { secret };
