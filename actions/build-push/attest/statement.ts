import type { Digest } from "../../../src/action/index.ts";
import { type Json, textAt } from "../../../src/release/json/json.ts";

/** What is said about the image: https://slsa.dev/spec/v1.0/provenance, in the form that `gh attestation verify` reads. */
export function provenance(
  subject: { readonly name: string; readonly digest: Digest },
  serverUrl: string,
  claims: Json,
): object {
  const claim = (name: string) => textAt(claims, name) ?? "";
  const repository = `${serverUrl}/${claim("repository")}`;
  // acme/shop/.github/workflows/deploy.yml@refs/heads/main → .github/workflows/deploy.yml
  const path = claim("workflow_ref").split("@")[0]?.split("/").slice(2).join("/") ?? "";
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: subject.name, digest: { sha256: subject.digest.slice("sha256:".length) } }],
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: "https://actions.github.io/buildtypes/workflow/v1",
        externalParameters: { workflow: { ref: claim("ref"), repository, path } },
        internalParameters: {
          github: {
            event_name: claim("event_name"),
            repository_id: claim("repository_id"),
            repository_owner_id: claim("repository_owner_id"),
            runner_environment: claim("runner_environment"),
          },
        },
        resolvedDependencies: [{ uri: `git+${repository}@${claim("ref")}`, digest: { gitCommit: claim("sha") } }],
      },
      runDetails: {
        builder: { id: `${serverUrl}/${claim("job_workflow_ref")}` },
        metadata: { invocationId: `${repository}/actions/runs/${claim("run_id")}/attempts/${claim("run_attempt")}` },
      },
    },
  };
}
