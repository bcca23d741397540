import { checkout, setupNode } from "../src/bindings/actions/index.ts";
import { eq, github, isTrue, job, sh, workflow } from "../src/index.ts";
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
  steps: ({ step }) => {
    step(checkout({ persistCredentials: false }));
    step(setupNode({ nodeVersion: "24", packageManagerCache: false }));
    step(sh`npm ci --ignore-scripts`, { name: "Install", permissions: {} });
    step(sh`npm run build`, { name: "Build", permissions: {} });
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
      sh`gh release create v${prepare.outputs.version} --target "$GITHUB_SHA" --title v${prepare.outputs.version} --notes-file CHANGELOG.md`,
      {
        name: "Tag and release",
        env: { GH_TOKEN: github.token, GH_REPO: github.repository },
        permissions: { contents: ["write", "makes the tag and the release"] },
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
  jobs: () => [prepare, publish, major],
});
