import type { Config } from "../config/index.ts";
import { secret, variable } from "../expr/contexts.ts";
import type { Expr } from "../expr/expression.ts";
import { isEmpty, ne } from "../expr/operators.ts";
import type { ScannedDigest, ScanResult } from "../workflow/images.ts";
import { job } from "../workflow/job.ts";
import type { Job } from "../workflow/job-outputs.ts";
import { setUpBuilder } from "./builder.ts";
import { fetchCode, onlyOfBranch } from "./commit.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { imageName, type NamedService } from "./service.ts";
import type { ServiceOptions } from "./verify.ts";

/** An image that was built and scanned: only its digest and what the scan said travel on. */
export interface BuiltImage extends Job<{ image: ScannedDigest; scan: ScanResult }> {
  readonly service: NamedService;
}

/** Whether images are signed for: always, never, or unless a variable says `off`. */
export const attested = ({ attestations = true }: Config): boolean | Expr<boolean, "vars"> =>
  typeof attestations === "boolean" ? attestations : ne(variable(attestations.offFrom), "off");

/** Who signs in, where it is not GitHub's registry and the job's own token. */
export const login = ({ registry }: Config) =>
  registry.login === undefined ? {} : { username: registry.login.username, password: secret(registry.login.password) };

/** Built from the commit and pushed under its tag; scanned; and once it passed, tagged with the branch. */
export function image(
  { config, actions }: PipelineContext,
  service: NamedService,
  { commit, title = (name) => name, ...options }: ServiceOptions = {},
): BuiltImage {
  const name = imageName(config, service);
  const account = login(config);
  const made = job(`image-${service.name}`, {
    name: title(`Image ${service.name}`),
    ...options,
    runsOn: config.runsOn,
    timeoutMinutes: 30,
    steps: ({ step }) => {
      onlyOfBranch(step, commit);
      fetchCode(step, commit);
      step(setUpBuilder());
      const built = step(
        actions.buildPush({
          image: name,
          context: service.path,
          platforms: service.platforms,
          commit: commit?.given && commit.sha,
          attest: attested(config),
          ...account,
        }),
        { name: "Build and push" },
      );
      const scanned = step(actions.trivyScan({ name, image: built.outputs.image, ...account }), { name: "Scan" });
      const newest = commit?.given === undefined ? undefined : isEmpty(commit.given);
      step(
        actions.buildPush({
          mode: "promote",
          image: name,
          digest: scanned.outputs.image,
          tags: [config.branch],
          ...account,
        }),
        { name: `Tag as ${config.branch}`, if: newest },
      );
      return { image: scanned.outputs.image, scan: scanned.outputs.scan };
    },
  });
  return { ...made, service };
}
