import type { ActionRow } from "./actions.ts";

const kebab = (name: string) => `its inputs are written with hyphens now: ${name}`;

/**
 * Other much used actions: the names of their inputs and outputs as actionlint 1.7.12 (March 2026) and public manifests
 * tell them.
 */
export const moreActions: Readonly<Record<string, ActionRow>> = {
  "actions/cache/restore": {
    tag: "v5",
    inputs: "path! key! restore-keys enableCrossOsArchive fail-on-cache-miss lookup-only",
    outputs: "cache-hit cache-primary-key cache-matched-key",
  },
  "actions/cache/save": { tag: "v5", inputs: "path! key! upload-chunk-size enableCrossOsArchive", outputs: "" },
  "actions/deploy-pages": {
    tag: "v5",
    inputs: "token timeout error_count reporting_interval artifact_name preview",
    outputs: "page_url",
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
  "8398a7/action-slack": {
    tag: "v3",
    inputs:
      "author_name cancelled_message channel custom_payload failure_message fields github_base_url github_token icon_emoji icon_url if_mention job_name mention status! success_message text username",
    outputs: "",
  },
  "actions/configure-pages": {
    tag: "v5",
    inputs: "enablement generator_config_file static_site_generator token",
    outputs: "base_path base_url host origin",
  },
  "actions/delete-package-versions": {
    tag: "v5",
    inputs:
      "delete-only-pre-release-versions delete-only-untagged-versions ignore-versions min-versions-to-keep num-old-versions-to-delete owner package-name! package-type! package-version-ids token",
    outputs: "",
  },
  "actions/first-interaction": { tag: "v3", inputs: "issue_message pr_message repo_token", outputs: "" },
  "actions/labeler": {
    tag: "v6",
    inputs: "configuration-path dot pr-number repo-token sync-labels",
    outputs: "all-labels new-labels",
  },
  "actions/setup-dotnet": {
    tag: "v5",
    inputs:
      "architecture cache cache-dependency-path config-file dotnet-quality dotnet-version global-json-file owner source-url workloads",
    outputs: "cache-hit dotnet-version",
  },
  "actions/stale": {
    tag: "v10",
    inputs:
      "any-of-issue-labels any-of-labels any-of-pr-labels ascending close-issue-label close-issue-message close-issue-reason close-pr-label close-pr-message days-before-close days-before-issue-close days-before-issue-stale days-before-pr-close days-before-pr-stale days-before-stale debug-only delete-branch enable-statistics exempt-all-assignees exempt-all-issue-assignees exempt-all-issue-milestones exempt-all-milestones exempt-all-pr-assignees exempt-all-pr-milestones exempt-assignees exempt-draft-pr exempt-issue-assignees exempt-issue-labels exempt-issue-milestones exempt-milestones exempt-pr-assignees exempt-pr-labels exempt-pr-milestones ignore-issue-updates ignore-pr-updates ignore-updates include-only-assigned labels-to-add-when-unstale labels-to-remove-when-stale labels-to-remove-when-unstale only-issue-labels only-issue-types only-labels only-pr-labels operations-per-run remove-issue-stale-when-updated remove-pr-stale-when-updated remove-stale-when-updated repo-token sort-by stale-issue-label stale-issue-message stale-pr-label stale-pr-message start-date",
    outputs: "closed-issues-prs staled-issues-prs",
  },
  "actions/upload-pages-artifact": {
    tag: "v4",
    inputs: "name path retention-days",
    outputs: "artifact_id",
  },
  "azure/functions-action": {
    tag: "v1",
    inputs:
      "app-name! enable-oryx-build package publish-profile remote-build respect-funcignore respect-pom-xml scm-do-build-during-deployment sku slot-name",
    outputs: "app-url package-url",
  },
  "bahmutov/npm-install": {
    tag: "v1",
    inputs: "cache-key-prefix install-command useLockFile useRollingCache working-directory",
    outputs: "",
  },
  "codecov/codecov-action": {
    tag: "v5",
    inputs:
      "base_sha binary codecov_yml_path commit_parent directory disable_file_fixes disable_safe_directory disable_search disable_telem dry_run env_vars exclude file fail_ci_if_error files flags force gcov_args gcov_executable gcov_ignore gcov_include git_service handle_no_reports_found job_code name network_filter network_prefix os override_branch override_build override_build_url override_commit override_pr plugins recurse_submodules report_code report_type root_dir run_command skip_validation slug swift_project token url use_legacy_upload_endpoint use_oidc use_pypi verbose version working-directory",
    outputs: "",
  },
  "dawidd6/action-download-artifact": {
    tag: "v6",
    inputs:
      "allow_forks branch check_artifacts commit dry_run event github_token if_no_artifact_found name name_is_regexp path pr repo run_id run_number search_artifacts skip_unpack workflow workflow_conclusion workflow_search",
    outputs: "artifacts dry_run error_message found_artifact",
  },
  "dessant/lock-threads": {
    tag: "v5",
    inputs:
      "add-discussion-labels add-issue-labels add-pr-labels discussion-comment discussion-inactive-days exclude-any-discussion-labels exclude-any-issue-labels exclude-any-pr-labels exclude-discussion-closed-after exclude-discussion-closed-before exclude-discussion-closed-between exclude-discussion-created-after exclude-discussion-created-before exclude-discussion-created-between exclude-issue-closed-after exclude-issue-closed-before exclude-issue-closed-between exclude-issue-created-after exclude-issue-created-before exclude-issue-created-between exclude-pr-closed-after exclude-pr-closed-before exclude-pr-closed-between exclude-pr-created-after exclude-pr-created-before exclude-pr-created-between github-token include-all-discussion-labels include-all-issue-labels include-all-pr-labels include-any-discussion-labels include-any-issue-labels include-any-pr-labels issue-comment issue-inactive-days issue-lock-reason log-output pr-comment pr-inactive-days pr-lock-reason process-only remove-discussion-labels remove-issue-labels remove-pr-labels",
    outputs: "discussions issues prs",
  },
  "dorny/paths-filter": {
    tag: "v3",
    inputs: "base filters! initial-fetch-depth list-files predicate-quantifier ref token working-directory",
    outputs: "",
  },
  "dtolnay/rust-toolchain": {
    tag: "stable",
    inputs: "components target targets toolchain",
    outputs: "cachekey name",
  },
  "enricomi/publish-unit-test-result-action": {
    tag: "v2",
    inputs:
      "action_fail action_fail_on_inconclusive check_name check_run check_run_annotations check_run_annotations_branch comment_mode comment_title commit compare_to_earlier_commit deduplicate_classes_by_file_name event_file event_name fail_on files github_retries github_token github_token_actor ignore_runs job_summary json_file json_suite_details json_test_case_results json_thousands_separator junit_files large_files nunit_files pull_request_build report_individual_runs report_suite_logs search_pull_requests secondary_rate_limit_wait_seconds seconds_between_github_reads seconds_between_github_writes ssl_verify test_changes_limit test_file_prefix time_unit trx_files xunit_files",
    outputs: "json",
  },
  "erlef/setup-beam": {
    tag: "v1",
    inputs:
      "disable_problem_matchers elixir-version github-token gleam-version hexpm-mirrors install-hex install-rebar otp-architecture otp-version rebar3-version version-file version-type",
    outputs: "elixir-version gleam-version otp-version rebar3-version setup-beam-version",
  },
  "game-ci/unity-builder": {
    tag: "v4",
    inputs:
      "allowDirtyBuild androidExportType androidKeyaliasName androidKeyaliasPass androidKeystoreBase64 androidKeystoreName androidKeystorePass androidSymbolType androidTargetSdkVersion androidVersionCode awsStackName buildMethod buildName buildProfile buildsPath cacheKey cacheUnityInstallationOnMac chownFilesTo containerCpu containerHookFiles containerMemory containerRegistryImageVersion containerRegistryRepository customCommandHooks customHookFiles customImage customJob customParameters dockerCpuLimit dockerIsolationMode dockerMemoryLimit dockerWorkspacePath enableGpu gitPrivateToken githubOwner kubeConfig kubeStorageClass kubeVolume kubeVolumeSize manualExit postBuildSteps preBuildSteps projectPath providerStrategy readInputFromOverrideList readInputOverrideCommand runAsHostUser skipActivation sshAgent sshPublicKeysDirectoryPath targetPlatform unityHubVersionOnMac unityLicensingServer unityVersion version versioning watchToEnd",
    outputs: "androidversioncode buildversion engineexitcode volume",
  },
  "github/codeql-action/analyze": {
    tag: "v4",
    inputs:
      "add-snippets category check_name checkout_path cleanup-level expect-error matrix output post-processed-sarif-path ram ref sha skip-queries threads token upload upload-database wait-for-processing",
    outputs: "db-locations sarif-id sarif-output",
  },
  "github/codeql-action/autobuild": { tag: "v4", inputs: "matrix token working-directory", outputs: "" },
  "github/codeql-action/init": {
    tag: "v4",
    inputs:
      "analysis-kinds build-mode check-run-id config config-file db-location debug debug-artifact-name debug-database-name dependency-caching external-repository-token languages matrix packs quality-queries queries ram registries setup-python-dependencies source-root threads token tools trap-caching",
    outputs: "codeql-path codeql-version",
  },
  "golangci/golangci-lint-action": {
    tag: "v9",
    inputs:
      "args cache-invalidation-interval debug experimental github-token install-mode install-only only-new-issues problem-matchers skip-cache skip-save-cache verify version version-file working-directory",
    outputs: "",
  },
  "google-github-actions/setup-gcloud": {
    tag: "v3",
    inputs: "cache install_components project_id skip_install version",
    outputs: "version",
  },
  "goreleaser/goreleaser-action": {
    tag: "v6",
    inputs: "args distribution install-only version workdir",
    outputs: "artifacts metadata",
  },
  "jamesives/github-pages-deploy-action": {
    tag: "v4",
    inputs:
      "attempt-limit branch clean clean-exclude commit-message dry-run folder! force git-config-email git-config-name repository-name silent single-commit ssh-key tag target-folder token",
    outputs: "deployment-status",
  },
  "msys2/setup-msys2": {
    tag: "v2",
    inputs: "cache install location msystem pacboy path-type platform-check-severity release update",
    outputs: "msys2-location",
  },
  "ncipollo/release-action": {
    tag: "v1",
    inputs:
      "allowUpdates artifact artifactContentType artifactErrorsFailBuild artifacts body bodyFile commit discussionCategory draft generateReleaseNotes generateReleaseNotesPreviousTag immutableCreate makeLatest name omitBody omitBodyDuringUpdate omitDraftDuringUpdate omitName omitNameDuringUpdate omitPrereleaseDuringUpdate owner prerelease removeArtifacts replacesArtifacts repo skipIfReleaseExists tag token updateOnlyUnreleased",
    outputs: "assets html_url id tarball_url upload_url zipball_url",
  },
  "nwtgck/actions-netlify": {
    tag: "v3",
    inputs:
      "alias deploy-message enable-commit-comment enable-commit-status enable-github-deployment enable-pull-request-comment fails-without-credentials functions-dir github-deployment-description github-deployment-environment github-token netlify-config-path overwrites-pull-request-comment production-branch production-deploy publish-dir!",
    outputs: "deploy-url",
  },
  "peaceiris/actions-gh-pages": {
    tag: "v4",
    inputs:
      "allow_empty_commit cname commit_message deploy_key destination_dir disable_nojekyll enable_jekyll exclude_assets external_repository force_orphan full_commit_message github_token keep_files personal_token publish_branch publish_dir tag_message tag_name user_email user_name",
    outputs: "",
  },
  "peaceiris/actions-hugo": { tag: "v3", inputs: "extended hugo-version", outputs: "" },
  "peter-evans/create-pull-request": {
    tag: "v8",
    inputs:
      "add-paths assignees author base body body-path branch branch-suffix branch-token commit-message committer delete-branch draft labels maintainer-can-modify milestone path push-to-fork reviewers sign-commits signoff team-reviewers title token",
    outputs: "pull-request-branch pull-request-head-sha pull-request-number pull-request-operation pull-request-url",
  },
  "preactjs/compressed-size-action": {
    tag: "v2",
    inputs:
      "build-script clean-script collapse-unchanged comment-key compression cwd exclude install-script minimum-change-threshold omit-unchanged pattern repo-token show-total sort-by strip-hash use-check",
    outputs: "",
  },
  "release-drafter/release-drafter": {
    tag: "v6",
    inputs:
      "commitish config-name disable-autolabeler disable-releaser footer header include-pre-releases initial-commits-since latest name prerelease prerelease-identifier publish tag version",
    outputs: "body html_url id major_version minor_version name patch_version resolved_version tag_name upload_url",
  },
  "reviewdog/action-eslint": {
    tag: "v1",
    inputs:
      "eslint_flags fail_level fail_on_error filter_mode github_token level node_options reporter reviewdog_flags tool_name workdir",
    outputs: "",
  },
  "ruby/setup-ruby": {
    tag: "v1",
    inputs:
      "bundler bundler-cache cache-version ruby-version rubygems self-hosted token windows-toolchain working-directory",
    outputs: "ruby-prefix",
  },
  "shivammathur/setup-php": {
    tag: "v2",
    inputs: "coverage extensions github-token ini-file ini-values php-version php-version-file tools",
    outputs: "php-version",
  },
  "subosito/flutter-action": {
    tag: "v2",
    inputs:
      "architecture cache cache-key cache-path channel dry-run flutter-version flutter-version-file git-source pub-cache pub-cache-key pub-cache-path",
    outputs:
      "architecture cache-hit cache-key cache-path channel git_source pub-cache-hit pub-cache-key pub-cache-path version",
  },
  "swatinem/rust-cache": {
    tag: "v2",
    inputs:
      "add-job-id-key add-rust-environment-hash-key cache-all-crates cache-bin cache-directories cache-on-failure cache-provider cache-targets cache-workspace-crates cmd-format env-vars key lookup-only prefix-key save-if shared-key workspaces",
    outputs: "cache-hit",
  },
  "treosh/lighthouse-ci-action": {
    tag: "v12",
    inputs:
      "artifactName basicAuthPassword basicAuthUsername budgetPath configPath runs serverBaseUrl serverToken temporaryPublicStorage uploadArtifacts uploadExtraArgs urls",
    outputs: "assertionresults links resultspath",
  },
};
