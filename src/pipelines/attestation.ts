import type { Config } from "../config/index.ts";
import { github, variable } from "../expr/contexts.ts";
import type { Script } from "../workflow/runnable.ts";
import { sh } from "../workflow/script.ts";
import type { StepFunction } from "../workflow/step.ts";
import type { BuiltImage } from "./image.ts";
import { shellLines } from "./scripts.ts";
import { imagePath, registryHost } from "./service.ts";

/** Where nothing is attested, the summary says so, and nothing is checked. */
const unlessOff = (name: string): Script => sh`
  if [ ${variable(name)} = off ]; then
    echo ${`⚠️ Attestations are off (variable ${name}): nobody checked who built these images.`} >> "$GITHUB_STEP_SUMMARY"
    exit 0
  fi
`;

const check = (config: Config, images: readonly BuiltImage[]): Script => sh`
  verify() {
    gh attestation verify "oci://$1@$2" --repo "$GITHUB_REPOSITORY" \
      --signer-workflow "\${GITHUB_WORKFLOW_REF%@*}" --source-ref ${`refs/heads/${config.branch}`}
  }
  ${shellLines(images.map((image) => sh`verify ${registryHost(config)}/${imagePath(config, image.service)} ${image.outputs.image}`))}
`;

/** Stops a deploy of what this very workflow did not build on the branch. */
export function onlyOurs(step: StepFunction, config: Config, images: readonly BuiltImage[]): void {
  const { attestations = true } = config;
  if (attestations === false) return;
  const checks = check(config, images);
  step(attestations === true ? checks : shellLines([unlessOff(attestations.offFrom), checks]), {
    name: "Only what this workflow built",
    env: { GH_TOKEN: github.token },
    permissions: { attestations: ["read", "reads who built the images"] },
  });
}
