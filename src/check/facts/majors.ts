/** `v4`, `v4.1.0`, `4` → 4. Anything else says nothing about its age. */
export function majorOf(ref: string): number | undefined {
  const found = /^v?(\d+)(?:\.\d+){0,2}$/.exec(ref);
  return found === null ? undefined : Number(found[1]);
}

/**
 * The first major release of each action made for Node 20 or newer. Runners took Node 12 away in 2023 and Node 16 in
 * November 2024 (GitHub changelog); older releases are run by a Node they were never tried with.
 */
export const oldestWorking: Readonly<Record<string, number>> = {
  "actions/cache": 4,
  "actions/cache/restore": 4,
  "actions/cache/save": 4,
  "actions/checkout": 4,
  "actions/configure-pages": 4,
  "actions/create-github-app-token": 1,
  "actions/delete-package-versions": 5,
  "actions/dependency-review-action": 4,
  "actions/deploy-pages": 3,
  "actions/download-artifact": 4,
  "actions/first-interaction": 2,
  "actions/github-script": 7,
  "actions/labeler": 5,
  "actions/setup-dotnet": 4,
  "actions/setup-go": 5,
  "actions/setup-java": 4,
  "actions/setup-node": 4,
  "actions/setup-python": 5,
  "actions/stale": 9,
  "actions/upload-artifact": 4,
  "aws-actions/configure-aws-credentials": 4,
  "azure/login": 2,
  "codecov/codecov-action": 4,
  "docker/bake-action": 4,
  "docker/build-push-action": 5,
  "docker/login-action": 3,
  "docker/metadata-action": 5,
  "docker/setup-buildx-action": 3,
  "docker/setup-qemu-action": 3,
  "dorny/paths-filter": 3,
  "github/codeql-action/analyze": 3,
  "github/codeql-action/autobuild": 3,
  "github/codeql-action/init": 3,
  "github/codeql-action/upload-sarif": 3,
  "golangci/golangci-lint-action": 4,
  "google-github-actions/auth": 2,
  "google-github-actions/setup-gcloud": 2,
  "goreleaser/goreleaser-action": 5,
  "hashicorp/setup-terraform": 3,
  "peaceiris/actions-gh-pages": 4,
  "peter-evans/create-pull-request": 6,
  "pnpm/action-setup": 3,
  "softprops/action-gh-release": 2,
};
