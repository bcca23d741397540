import { type ActionSpec, findings, ok, runAction } from "../../../src/action/index.ts";

const spec = {
  name: "x",
  title: "X",
  description: "x",
  inputs: {
    "fail-on": { type: "choice", description: "x", options: ["high", "low"], default: "high" },
    attempts: { type: "integer", description: "x" },
    token: { type: "secret", description: "x", required: true },
  },
  outputs: { image: { type: "digest", description: "x" } },
  permissions: [],
  runs: { using: "node24" },
} as const satisfies ActionSpec;
const lasting = { ...spec, runs: { using: "node24", post: true } } as const satisfies ActionSpec;

export const story = () =>
  runAction(spec, async (inputs, { outputs }) => {
    // ✗ the name of YAML instead of code's
    inputs.fail_on;
    // ✗ a choice that there is not
    if (inputs.failOn === "medium") return ok();
    // ✗ a number that may be absent
    inputs.attempts.toFixed();
    // ✗ a secret where text is
    outputs.set({ image: inputs.token });
    // ✗ a tag where a digest is
    outputs.set({ image: "shop:1.4" });
    // ✗ an output that is not declared
    outputs.set({ digest: "sha256:1" });
    // ✗ findings without a word about them
    return findings();
  });

// ✗ an end that nobody says
export const endless = () => runAction(spec, async () => {});

// ✗ a second part that is declared and missing
export const halved = () => runAction(lasting, async () => ok());
