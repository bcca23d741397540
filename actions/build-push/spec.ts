import type { ActionSpec } from "../../src/spec/action.ts";

export const spec = {
  name: "build-push",
  title: "Build and push an image",
  description:
    "Builds an image with docker buildx, pushes it under its commit's tag, and gives its digest to the next job.",
  inputs: {
    mode: {
      type: "choice",
      options: ["build", "promote"],
      description: "`build`: build, and push the commit's tag. `promote`: give an image that was built further tags.",
      default: "build",
    },
    image: {
      type: "string",
      description: "The image's name, without tag or digest; upper case becomes lower case.",
      required: true,
      example: "ghcr.io/acme/shop",
    },
    context: { type: "path", description: "The folder to build from.", default: ".", exists: "folder" },
    file: {
      type: "path",
      description: "The Dockerfile; left out: `Dockerfile` in the context.",
      exists: "file",
      example: "docker/shop.Dockerfile",
    },
    target: { type: "string", description: "The stage to build; left out: the last." },
    platforms: {
      type: "list",
      separator: "comma",
      description: "What to build for; left out: the builder's own platform.",
      example: "linux/amd64, linux/arm64",
    },
    "build-args": { type: "map", description: "Values for the Dockerfile's ARG.", example: "NODE_VERSION=24" },
    "build-contexts": {
      type: "map",
      description: "Further folders or images that the Dockerfile names.",
      example: "shared=../shared",
    },
    secrets: {
      type: "secret",
      description:
        "For `RUN --mount=type=secret`: `id=value`, one per line, or several lines of value in double quotes. Never an argument, never in the image.",
      example: "npm=…",
    },
    "secret-files": { type: "map", description: "The same from files: `id=path`.", example: "npmrc=.npmrc" },
    ssh: { type: "list", description: "SSH agents or keys for `RUN --mount=type=ssh`.", example: "default" },
    labels: { type: "map", description: "Labels beside source, revision and title, which are set by themselves." },
    annotations: { type: "map", description: "OCI annotations of the index or manifest, beside the same three." },
    "cache-from": {
      type: "list",
      description: "Caches to read, as buildx writes them. None is read where the job can sign.",
      example: "type=gha",
    },
    "cache-to": {
      type: "list",
      description:
        "Caches to write. A failing one never fails the build; none is written on pull requests or where the job can sign.",
      example: "type=gha,mode=max",
    },
    "no-cache": { type: "boolean", description: "Build every step anew.", default: false },
    pull: { type: "boolean", description: "Ask the registry for newer base images.", default: false },
    reuse: {
      type: "boolean",
      description: "Take the image that was built before from the very same files and arguments, if there is one.",
      default: false,
    },
    provenance: {
      type: "choice",
      options: ["min", "max", "none"],
      description: "How much of the build its provenance tells.",
      default: "min",
    },
    sbom: { type: "boolean", description: "Attach a list of what is in the image.", default: false },
    attest: {
      type: "boolean",
      description: "Sign where and from what the image was built, as a GitHub attestation.",
      default: false,
    },
    push: { type: "boolean", description: "Push; `false` leaves a layout folder instead.", default: true },
    layout: {
      type: "path",
      within: "anywhere",
      description: "With `push: false`: where the OCI layout goes; left out: a folder that goes away with the job.",
    },
    commit: {
      type: "string",
      description: "What is built; its first seven characters are the tag.",
      pattern: "[0-9a-fA-F]{7,64}",
      example: "0123456789abcdef0123456789abcdef01234567",
      default: "${{ github.sha }}",
    },
    digest: { type: "digest", description: "With `mode: promote`: the image that gets the tags." },
    tags: {
      type: "list",
      separator: "comma",
      description: "With `mode: promote`: the tags; a branch's name becomes one that registries take.",
      example: "main, 1.4.2, latest",
    },
    builder: { type: "string", description: "The buildx builder; left out: the current one." },
    username: { type: "string", description: "With `password`: who signs in to the image's registry." },
    password: { type: "secret", description: "Signs in to the image's registry, and out at the end of the job." },
    token: {
      type: "secret",
      description: "Signs in to ghcr.io where no password is given, and stores the attestation. Goes nowhere else.",
      default: "${{ github.token }}",
    },
  },
  outputs: {
    image: {
      type: "digest",
      description: "The digest of what was built or promoted: of the index, where there is one.",
    },
    name: { type: "string", description: "The name, as the registry has it." },
    tags: { type: "list", description: "The tags it has now, each with its name: `ghcr.io/acme/shop:0123456`." },
    platforms: { type: "list", description: "The platforms in it." },
    metadata: { type: "json", description: "What buildx says about the build." },
    layout: { type: "path", description: "With `push: false`: the folder with the OCI layout." },
    reused: { type: "boolean", description: "Whether an earlier image was taken instead of building." },
    attestation: { type: "url", description: "Where the attestation can be seen." },
  },
  permissions: [
    { scope: "packages", level: "write", reason: "pushes the image to GHCR", when: { input: "push", is: true } },
    { scope: "id-token", level: "write", reason: "signs the attestation", when: { input: "attest", is: true } },
    { scope: "attestations", level: "write", reason: "stores the attestation", when: { input: "attest", is: true } },
  ],
  errors: {
    "build-failed": {
      meaning: "A step of the Dockerfile failed, or the Dockerfile cannot be read.",
      hint: "Its last lines are above; the annotation stands at its line of the Dockerfile.",
    },
    builder: {
      meaning: "The builder cannot do what was asked: several platforms, attestations, a layout or this cache.",
      hint: "Add docker/setup-buildx-action before this step; for foreign platforms docker/setup-qemu-action, too.",
    },
    "registry-sign-in": {
      meaning: "The registry does not know who asks (401).",
      hint: "Give `username` and `password`; for ghcr.io the job's token is enough.",
    },
    "registry-denied": {
      meaning: "The registry knows who asks and does not allow it (403).",
      hint: "For ghcr.io: `permissions: packages: write`, and in the package's settings give this repository the role Write.",
    },
    "registry-missing": {
      meaning: "The registry has no such repository or image (404).",
      hint: "Check the name; some registries want a repository to be made before the first push.",
    },
    "registry-limit": {
      meaning: "The registry asks to come less often (429).",
      hint: "Sign in: limits are higher then. Or run the job again later.",
    },
    "registry-immutable": {
      meaning: "The tag is there already, and the registry lets no tag move.",
      hint: "Promote to another tag, or build from another commit.",
    },
    "registry-refused": {
      meaning: "The registry refuses what was sent, for a reason of its own.",
      hint: "Its words are above; its documentation knows them.",
    },
    "registry-down": {
      meaning: "The registry failed, or broke off, and kept doing so (5xx, resets).",
      hint: "Run the job again later; look at the registry's status page.",
    },
    "wrong-digest": {
      meaning: "What the registry holds is not what was built.",
      hint: "Do not use the image. Something between here and the registry changes content.",
    },
    "attest-failed": {
      meaning: "The image was built and pushed, and could not be attested.",
      hint: "The job needs `id-token: write` and `attestations: write`; private repositories need GitHub Enterprise Cloud.",
    },
  },
  runs: { using: "node24", post: true },
  branding: { icon: "package", color: "blue" },
  docs: "https://github.com/tidegate/tidegate/blob/main/actions/build-push/README.md",
} as const satisfies ActionSpec;
