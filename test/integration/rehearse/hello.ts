import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { bundle } from "../../../tools/bundle/bundle.ts";

const root = join(import.meta.dirname, "../../..");

/** Builds the hello example's image and deploys it to staging. */
const workflow = `
name: Deploy
on: push
jobs:
  image:
    runs-on: ubuntu-24.04
    outputs: { digest: "\${{ steps.build.outputs.digest }}" }
    steps:
      - uses: actions/checkout@v7
      - id: build
        run: |
          docker buildx build --push --label revision="$GITHUB_SHA" -t "\${{ vars.REGISTRY }}/acme/hello:main" --metadata-file meta.json examples/hello/service
          node -p '"digest=" + JSON.parse(require("fs").readFileSync("meta.json","utf8"))["containerimage.digest"]' >> "$GITHUB_OUTPUT"
  staging:
    needs: image
    runs-on: ubuntu-24.04
    environment: staging
    steps:
      - uses: actions/checkout@v7
      - uses: ./actions/kustomize-deploy
        with:
          overlay: examples/hello/k8s
          app: hello
          environment: staging
          namespace: hello-staging
          kubeconfig: \${{ secrets.KUBE_CONFIG }}
          require-scan: false
          grace: 1s
          timeout: 60s
          smoke: examples/hello/smoke.yml
          images: hello=\${{ needs.image.outputs.digest }}
          image-names: hello=\${{ vars.REGISTRY }}/acme/hello
      - if: failure()
        run: echo "this step would run after a failure, not after a loss"
`;

interface Hello {
  /** actions of this repository besides kustomize-deploy */
  readonly actions?: readonly string[];
  /** files besides deploy.yml */
  readonly files?: Readonly<Record<string, string>>;
}

/** A repository with the hello example and two commits, and actions as they are shipped: bundled. */
export async function helloRepository({ actions = [], files = {} }: Hello = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hello-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, "examples/hello"), join(folder, "examples/hello"), { recursive: true });
  for (const name of ["kustomize-deploy", ...actions]) {
    const action = join(folder, "actions", name);
    mkdirSync(action, { recursive: true });
    cpSync(join(root, "actions", name, "action.yml"), join(action, "action.yml"));
    cpSync(await bundle(root, `actions/${name}/main.ts`), join(action, "dist"), { recursive: true });
  }
  for (const [name, text] of Object.entries({ "deploy.yml": workflow, ...files }))
    writeFileSync(join(folder, name), text);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
  git("commit", "-q", "--allow-empty", "-m", "two");
  return folder;
}
