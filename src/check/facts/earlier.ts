/**
 * Actions whose earlier releases had the inputs of the newest one, these besides, and no others. What is not listed here
 * may once have had other names: there an unknown one is only remarked.
 */
export const earlierInputs: Readonly<Record<string, string>> = {
  "actions/cache": "",
  "actions/cache/restore": "",
  "actions/cache/save": "",
  "actions/checkout": "",
  "actions/deploy-pages": "",
  "actions/download-artifact": "",
  "actions/github-script": "",
  "actions/setup-dotnet": "",
  "actions/setup-go": "stable",
  "actions/setup-java": "",
  "actions/setup-node": "always-auth version",
  "actions/setup-python": "",
  "actions/upload-artifact": "",
  "docker/bake-action": "workdir",
  "docker/build-push-action": "",
  "docker/login-action": "",
  "docker/metadata-action": "",
  "docker/setup-buildx-action": "config config-inline install",
  "docker/setup-qemu-action": "",
};

/** Their steps have outputs that no manifest lists: a script's own, one for each filter, package or registry. */
export const ownOutputs: ReadonlySet<string> = new Set([
  "actions/github-script",
  "aws-actions/amazon-ecr-login",
  "dorny/paths-filter",
  "googleapis/release-please-action",
]);
