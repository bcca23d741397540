import { call, eq, pinned, secret } from "../../../src/index.ts";

const file = "acme/ci/.github/workflows/test.yml";
const { reusable } = pinned({ [file]: { commit: "3d3c42e5aac5ba805825da76410c181273ba90b1", tag: "v2.1.0" } });
const tests = reusable(file, {
  inputs: { node: { type: "number", required: true }, dry: { type: "boolean" } },
  secrets: { TOKEN: { required: true } },
  outputs: ["report"],
  permissions: {},
});
call("c", tests, { with: { node: 24, dry: true }, secrets: { TOKEN: secret("T") } });

// ✗ a required input of another repository's workflow
call("c", tests, { with: {}, secrets: { TOKEN: secret("T") } });
// ✗ an input of the wrong type
call("c", tests, { with: { node: "24" }, secrets: { TOKEN: secret("T") } });
// ✗ a required secret of it
call("c", tests, { with: { node: 24 }, secrets: {} });
// ✗ a typo in an output of it
eq(call("c", tests, { with: { node: 24 }, secrets: { TOKEN: secret("T") } }).outputs.reprot, "x");
// ✗ a workflow without a pin in the lock
reusable("acme/ci/.github/workflows/other.yml", { permissions: {} });
