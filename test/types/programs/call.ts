import { call, eq, secret, workflow } from "../../../src/index.ts";
import { build, release } from "./fixtures.ts";

// ✗ a required input is missing
call("c", release, { with: {}, secrets: { TOKEN: secret("T") } });
// ✗ no inputs at all
call("c", release, { secrets: { TOKEN: secret("T") } });
// ✗ the wrong type
call("c", release, { with: { environment: "staging", rounds: "three" }, secrets: { TOKEN: secret("T") } });
// ✗ an unknown input
call("c", release, { with: { environment: "staging", enviroment: "x" }, secrets: { TOKEN: secret("T") } });
// ✗ a typo in an output
eq(call("c", release, { with: { environment: "staging" }, secrets: { TOKEN: secret("T") } }).outputs.digst, "x");
// ✗ a required secret is missing
call("c", release, { with: { environment: "staging" }, secrets: {} });
// ✗ no secrets at all
call("c", release, { with: { environment: "staging" } });
// ✗ a workflow that cannot be called
call("c", workflow("plain", { on: { push: {} }, jobs: () => [build] }), {});
