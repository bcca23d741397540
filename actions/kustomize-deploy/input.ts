import type { WantedImage } from "../../src/release/bundle/images.ts";
import type { DeployInput } from "../../src/release/story/deploy.ts";
import type { InputsOf } from "../../src/spec/index.ts";
import type { spec } from "./spec.ts";

export type Inputs = InputsOf<typeof spec>;

/** What of the story's input comes from the step's alone: a table of inputs, no decisions. */
export type FromInputs = Omit<
  DeployInput,
  "runner" | "kubectl" | "history" | "afterwards" | "gate" | "mask" | "logLines" | "backup"
>;

export function deployInput(inputs: Inputs): FromInputs {
  return {
    overlay: inputs.overlay,
    images: wantedImages(inputs),
    scans: (inputs.scans ?? []).map((scan) => ({ ...scan })),
    requireScan: inputs.requireScan,
    scope: {
      namespace: inputs.namespace,
      namespaces: inputs.namespaces,
      clusterKinds: inputs.clusterKinds,
      createNamespace: inputs.createNamespace,
    },
    timeoutMs: inputs.timeout,
    patience: { graceMs: inputs.grace, settleMs: 15_000, fatalExitCodes: inputs.fatalExitCodes.map(Number) },
    pruneCap: inputs.prune ? inputs.pruneCap : undefined,
    takeOver: inputs.takeOver,
    allowOlder: inputs.allowOlder,
    releaseHold: inputs.releaseHold,
    irreversible: inputs.irreversible,
    dryRun: inputs.dryRun,
  };
}

export function wantedImages({ images, imageNames }: Pick<Inputs, "images" | "imageNames">): readonly WantedImage[] {
  return [...(images ?? [])].map(([name, digest]) => {
    const newName = imageNames?.get(name);
    return newName === undefined ? { name, digest } : { name, newName, digest };
  });
}

/** In a public repository everyone reads the log; behind a gate stands something worth protecting. */
export function logLines(asked: number | undefined, gated: boolean, isPrivate: boolean): number {
  return asked ?? (gated && !isPrivate ? 0 : 20);
}
