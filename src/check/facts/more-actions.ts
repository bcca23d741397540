import type { ActionRow } from "./actions.ts";

const kebab = (name: string) => `its inputs are written with hyphens now: ${name}`;

/**
 * Actions whose manifests were read one by one in their repositories. `open` rows may lack what a newer release added:
 * a name they do not have is then only a warning.
 */
export const moreActions: Readonly<Record<string, ActionRow>> = {
  "actions/cache/restore": {
    tag: "v5",
    inputs: "path! key! restore-keys enableCrossOsArchive fail-on-cache-miss lookup-only",
    outputs: "cache-hit cache-primary-key cache-matched-key",
  },
  "actions/cache/save": { tag: "v5", inputs: "path! key! upload-chunk-size enableCrossOsArchive", outputs: "" },
  "actions/configure-pages": {
    tag: "v5",
    open: true,
    inputs: "static_site_generator generator_config_file token enablement",
    outputs: "base_url origin host base_path",
  },
  "actions/deploy-pages": {
    tag: "v5",
    inputs: "token timeout error_count reporting_interval artifact_name preview",
    outputs: "page_url",
  },
  "actions/labeler": {
    tag: "v6",
    open: true,
    inputs: "repo-token configuration-path sync-labels dot pr-number changed-files-labels-limit max-files-changed",
    outputs: "new-labels all-labels",
  },
  "actions/setup-dotnet": {
    tag: "v5",
    open: true,
    inputs:
      "dotnet-version dotnet-quality global-json-file source-url owner config-file cache cache-dependency-path workloads architecture",
    outputs: "cache-hit dotnet-version",
  },
  "actions/setup-go": {
    tag: "v6",
    inputs:
      "go-version go-version-file check-latest token cache cache-dependency-path architecture go-download-base-url",
    outputs: "go-version cache-hit",
  },
  "actions/setup-java": {
    tag: "v5",
    inputs:
      "java-version java-version-file distribution java-package architecture jdk-file jdkFile check-latest force-download set-default verify-signature verify-signature-public-key server-id server-username-env-var server-username server-password-env-var server-password settings-path overwrite-settings gpg-private-key gpg-passphrase-env-var gpg-passphrase cache cache-jdk cache-dependency-path cache-path cache-read-only job-status token mvn-toolchain-id mvn-toolchain-vendor show-download-progress problem-matcher",
    outputs: "distribution version path cache-hit cache-primary-key",
  },
  "actions/upload-pages-artifact": {
    tag: "v4",
    open: true,
    inputs: "name path retention-days include-hidden-files",
    outputs: "artifact_id",
  },
  "pypa/gh-action-pypi-publish": {
    tag: "release/v1",
    inputs:
      "user password repository-url repository_url packages-dir packages_dir verify-metadata verify_metadata skip-existing skip_existing verbose print-hash print_hash attestations",
    outputs: "",
    deprecated: {
      repository_url: kebab("repository-url"),
      packages_dir: kebab("packages-dir"),
      verify_metadata: kebab("verify-metadata"),
      skip_existing: kebab("skip-existing"),
      print_hash: kebab("print-hash"),
    },
  },
  "rhysd/action-setup-vim": { tag: "v1", inputs: "version neovim configure-args token", outputs: "executable vim-dir" },
  "ruby/setup-ruby": {
    tag: "v1",
    open: true,
    inputs:
      "ruby-version rubygems bundler bundler-cache working-directory cache-version self-hosted windows-toolchain token",
    outputs: "ruby-prefix",
  },
  "swatinem/rust-cache": {
    tag: "v2",
    open: true,
    inputs:
      "prefix-key shared-key key add-job-id-key add-rust-environment-hash-key env-vars workspaces cache-directories cache-targets cache-on-failure cache-all-crates cache-workspace-crates save-if cache-provider cache-bin lookup-only cmd-format",
    outputs: "cache-hit",
  },
};
