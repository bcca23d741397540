import type { ActionSpec } from "../../src/spec/action.ts";

export const spec = {
  name: "semver-tag",
  title: "Tag the next version",
  description: "Finds the next version from the commits since the last one, says why, and tags the commit with it.",
  inputs: {
    component: {
      type: "string",
      description: "One of several things in the repository that have versions of their own.",
      pattern: "[A-Za-z0-9][A-Za-z0-9._/-]*",
      example: "order-api",
    },
    prefix: {
      type: "string",
      description: "What stands before the version in a tag; left out: `v`, and with a component `COMPONENT-v`.",
      pattern: "[A-Za-z0-9._/@+-]*",
      example: "order-api@",
    },
    paths: {
      type: "list",
      separator: "comma",
      description: "Folders and files, no patterns: only commits that touch one of them count.",
      example: "services/order-api",
    },
    commit: {
      type: "string",
      description: "What is tagged.",
      pattern: "[0-9a-fA-F]{7,64}",
      example: "0123456789abcdef0123456789abcdef01234567",
      default: "${{ github.sha }}",
    },
    "initial-version": {
      type: "string",
      description: "The first version, where there is no tag yet.",
      pattern: "\\d+\\.\\d+\\.\\d+",
      example: "1.0.0",
      default: "0.1.0",
    },
    prerelease: {
      type: "string",
      description: "Make a pre-release of this name: `rc` gives 1.4.0-rc.1, then 1.4.0-rc.2.",
      pattern: "[A-Za-z][A-Za-z0-9]*",
      example: "rc",
    },
    bumps: {
      type: "map",
      description: "What a type of commit raises (major, minor, patch or none), beside and instead of the default.",
      example: "docs=patch",
    },
    "default-bump": {
      type: "choice",
      description: "What commits raise when none of them says so by its type.",
      options: ["none", "patch", "minor", "major"],
      default: "none",
    },
    "breaking-below-one": {
      type: "choice",
      description: "What a breaking change raises while the version is 0.x.",
      options: ["major", "minor"],
      default: "major",
    },
    digests: {
      type: "digests",
      description: "Images to name in the tag's message and the release: `name=sha256:…`, one per line.",
    },
    release: {
      type: "choice",
      description: "Make a GitHub release with the notes, too.",
      options: ["none", "draft", "published"],
      default: "none",
    },
    "dry-run": { type: "boolean", description: "Say what would be tagged, and write nothing.", default: false },
    timeout: {
      type: "duration",
      description: "How long it may take, others' tags in between included.",
      default: "5m",
    },
    token: {
      type: "secret",
      description: "Reads the repository and makes the tag. A tag made with the default starts no workflow.",
      default: "${{ github.token }}",
    },
  },
  outputs: {
    version: { type: "string", description: "The version of this commit: `1.4.0`; empty when it gets none." },
    tag: { type: "string", description: "Its tag: `v1.4.0`; empty when it gets none." },
    previous: { type: "string", description: "The tag before it; empty for the first." },
    bump: {
      type: "choice",
      options: ["major", "minor", "patch", "prerelease", "first", "none"],
      description: "What was raised.",
    },
    created: { type: "boolean", description: "Whether this run made the tag." },
    notes: { type: "string", description: "What is new, as Markdown." },
    outcome: {
      type: "choice",
      options: ["tagged", "already-tagged", "included", "nothing", "dry-run"],
      description: "How it ended; `included`: a later commit has a version already, and this one is in it.",
    },
    "included-in": { type: "string", description: "With that outcome: the tag it is in." },
    release: { type: "url", description: "The GitHub release, where one was asked for." },
  },
  permissions: [
    { scope: "contents", level: "read", reason: "reads tags and commits" },
    { scope: "contents", level: "write", reason: "makes the tag", when: { input: "dry-run", is: false } },
  ],
  errors: {
    "no-commit": {
      meaning: "The repository has no such commit.",
      hint: "Push the commit first, and check `commit`.",
    },
    taken: {
      meaning: "The version that follows is taken by a commit of another line of history. No tag was moved.",
      hint: "Merge that line, or give this one a `prefix` or `prerelease` of its own.",
    },
    backwards: {
      meaning: "The pre-release asked for would sort before one that this commit already contains.",
      hint: "Use a name that sorts after it, as `rc` does after `beta`, or make the release itself.",
    },
    denied: {
      meaning: "The token may not read the repository, or not make the tag.",
      hint: "The job needs `permissions: contents: write`; a ruleset on tags must let the token through.",
    },
    "rate-limit": {
      meaning: "GitHub asks to come back later.",
      hint: "Run the job again at the time named above.",
    },
  },
  runs: { using: "node24" },
  branding: { icon: "tag", color: "purple" },
  docs: "https://github.com/tidegate/tidegate/blob/main/actions/semver-tag/README.md",
} as const satisfies ActionSpec;
