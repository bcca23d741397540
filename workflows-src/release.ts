import { checkout, setupNode } from "../src/bindings/actions/index.ts";
import { eq, github, isTrue, job, secret, sh, text, workflow } from "../src/index.ts";
import config from "../tidegate.config.ts";

/** The version that the commit stands for; nothing to do when it is out already. */
const prepare = job("prepare", {
  name: "What is to be released",
  if: eq(github.ref, `refs/heads/${config.branch}`),
  runsOn: config.runsOn,
  timeoutMinutes: 20,
  steps: ({ step }) => {
    step(checkout({ persistCredentials: false }));
    step(setupNode({ nodeVersion: "24", packageManagerCache: false }));
    step(sh`npm ci --ignore-scripts`, { name: "Install", permissions: {} });
    step(sh`npm run build`, { name: "Build", permissions: {} });
    step(sh`git diff --exit-code -- actions`, {
      name: "The committed bundles are what the sources give",
      permissions: {},
    });
    const version = step(
      sh`
        if ls .changeset/*.md > /dev/null 2>&1; then
          echo "::notice::changesets are waiting: merge their version first (npx changeset version)"
          exit 0
        fi
        version=$(node -p 'require("./package.json").version')
        if gh api "repos/$GITHUB_REPOSITORY/git/ref/tags/v$version" > /dev/null 2>&1; then
          echo "::notice::v$version is out already"
          exit 0
        fi
        echo "version=$version" >> "$GITHUB_OUTPUT"
        echo "due=true" >> "$GITHUB_OUTPUT"
      `,
      {
        name: "Decide",
        env: { GH_TOKEN: github.token },
        outputs: ["version", "due"],
        permissions: { contents: ["read", "asks for the tag"] },
      },
    );
    return { version: version.outputs.version, due: version.outputs.due };
  },
});

/** To npm, then the tag, which says that all is done and never moves. A run that ended in between is taken up by the next. */
const publish = job("publish", {
  name: "Publish",
  if: isTrue(prepare.outputs.due),
  runsOn: config.runsOn,
  timeoutMinutes: 20,
  environment: "npm",
  // what is signed and published here comes from no cache
  cacheMode: "none",
  steps: ({ step, runner }) => {
    step(checkout({ persistCredentials: false }));
    step(setupNode({ nodeVersion: "24", packageManagerCache: false }));
    step(sh`npm ci --ignore-scripts`, { name: "Install", permissions: {} });
    step(sh`npm run build`, { name: "Build", permissions: {} });
    const notes = text`${runner.temp}/notes.md`;
    // before anything is out: a version that the changelog does not know is not published
    step(sh`node tools/release/notes.ts ${prepare.outputs.version} > "$NOTES"`, {
      name: "Write its notes",
      env: { NOTES: notes },
      permissions: {},
    });
    step(
      sh`
        if npm view tidegate@${prepare.outputs.version} version > /dev/null 2>&1; then
          echo "::notice::npm has it already, from a run that ended after it"
        else
          npm publish --provenance --access public
        fi
      `,
      {
        name: "Publish to npm",
        permissions: { "id-token": ["write", "proves to npm who publishes, and signs the provenance"] },
      },
    );
    step(
      sh`gh release create v${prepare.outputs.version} --target "$GITHUB_SHA" --title v${prepare.outputs.version} --notes-file "$NOTES"`,
      {
        name: "Tag and release",
        env: { GH_TOKEN: github.token, GH_REPO: github.repository, NOTES: notes },
        permissions: { contents: ["write", "makes the tag and the release"] },
      },
    );
  },
});

/**
 * For servers that do not know `$/`: a child of the release whose reusable workflows name the actions by the release's commit. Pushed
 * with a deploy key, for GitHub lets no job's own token push a change of a workflow.
 */
const bySha = job("by-sha", {
  name: "For servers without $/",
  needs: [publish],
  runsOn: config.runsOn,
  timeoutMinutes: 10,
  environment: { name: "npm", deployment: false },
  steps: ({ step, runner }) => {
    step(checkout({ persistCredentials: false }));
    step(setupNode({ nodeVersion: "24", packageManagerCache: false }));
    step(sh`npm ci --ignore-scripts`, { name: "Install", permissions: {} });
    const made = step(sh`node tools/release/by-sha.ts v${prepare.outputs.version}`, {
      name: "Make the commit",
      outputs: ["tag"],
      permissions: {},
    });
    step(
      sh`
        if [ -z ${secret("RELEASE_KEY")} ]; then
          echo '::error::the secret RELEASE_KEY of the environment npm is empty: docs/adr/0156 says how to make it; then run this job again'
          exit 1
        fi
        umask 077
        trap 'rm "$KEY"' EXIT
        echo ${secret("RELEASE_KEY")} > "$KEY"
        host="\${GITHUB_SERVER_URL#*://}"
        gh api meta --jq '.ssh_keys[]' | sed "s/^/$host /" > "$KEY.hosts"
        export GIT_SSH_COMMAND="ssh -i '$KEY' -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile='$KEY.hosts'"
        git push "ssh://git@$host/$GITHUB_REPOSITORY.git" refs/tags/${made.outputs.tag}
      `,
      {
        name: "Push its tag",
        env: { KEY: text`${runner.temp}/release-key`, GH_TOKEN: github.token },
        permissions: {},
      },
    );
    step(
      sh`
        gh release view ${made.outputs.tag} > /dev/null 2>&1 ||
          gh release create ${made.outputs.tag} --verify-tag --prerelease --latest=false --title ${made.outputs.tag} --notes ${text`v${prepare.outputs.version} for servers that do not know $/: docs/use-a-workflow.md says how to use it.`}
      `,
      {
        name: "Release it, so that the tag cannot move",
        env: { GH_TOKEN: github.token, GH_REPO: github.repository },
        permissions: { contents: ["write", "makes the release"] },
      },
    );
  },
});

/** Apart, for it is the one tag that moves: `v1` for those who follow a major version. */
const major = job("major", {
  name: "Move the major tag",
  needs: [publish],
  runsOn: config.runsOn,
  timeoutMinutes: 5,
  steps: ({ step }) => {
    step(
      sh`
        version=${prepare.outputs.version}
        tag=v"\${version%%.*}"
        gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/git/refs/tags/$tag" -f sha="$GITHUB_SHA" -F force=true ||
          gh api --silent --method POST "repos/$GITHUB_REPOSITORY/git/refs" -f ref="refs/tags/$tag" -f sha="$GITHUB_SHA"
      `,
      {
        name: "Move",
        env: { GH_TOKEN: github.token },
        permissions: { contents: ["write", "moves the major version's tag"] },
      },
    );
  },
});

/** tidegate itself: once a commit of the branch has a version that is not out yet, it is tagged and published. */
export default workflow("Release", {
  on: { push: { branches: [config.branch], paths: ["package.json"] }, workflow_dispatch: {} },
  concurrency: { group: "release", queue: "max" },
  jobs: () => [prepare, publish, bySha, major],
});
