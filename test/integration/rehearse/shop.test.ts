import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { rehearse } from "../../../src/rehearse/rehearse.ts";
import type { RehearsalEvent } from "../../../src/rehearse/story/event.ts";
import type { Injection } from "../../../src/rehearse/world/inject.ts";
import type { World } from "../../../src/rehearse/world/world.ts";
import { bundle } from "../../../tools/bundle/bundle.ts";
import { shopSecrets } from "../../../tools/shop/secrets.ts";
import { plainRequest } from "./request.ts";

// The shop's own Dockerfiles and overlays, by the bundles that are shipped, in a workflow that says only what is needed.

const root = join(import.meta.dirname, "../../..");
const services = ["frontend", "product-api", "order-api"] as const;

const image = (service: string) => `
  image-${service}:
    runs-on: ubuntu-24.04
    outputs: { digest: "\${{ steps.build.outputs.digest }}" }
    steps:
      - uses: actions/checkout@v7
      - id: build
        run: |
          docker buildx build --push --label revision="$GITHUB_SHA" -t "\${{ vars.REGISTRY }}/shop/${service}:main" --metadata-file meta.json services/${service}
          node -p '"digest=" + JSON.parse(require("fs").readFileSync("meta.json","utf8"))["containerimage.digest"]' >> "$GITHUB_OUTPUT"
`;

const deploy = (environment: string, after: readonly string[]) => `
  ${environment}:
    needs: [${after.join(", ")}]
    runs-on: ubuntu-24.04
    environment: ${environment}
    steps:
      - uses: actions/checkout@v7
      - uses: ./actions/kustomize-deploy
        with:
          overlay: k8s/kustomize/overlays/${environment}
          app: techcommerce
          environment: ${environment}
          namespace: techcommerce-${environment}
          kubeconfig: \${{ secrets.KUBE_CONFIG }}
          require-scan: false
          smoke: smoke.yml
          images: |
            ${services.map((service) => `${service}=\${{ needs.image-${service}.outputs.digest }}`).join("\n            ")}
          image-names: |
            ${services.map((service) => `${service}=\${{ vars.REGISTRY }}/shop/${service}`).join("\n            ")}
`;

const smoke = `
within: 30s
checks:
  - { name: products, service: product-api, path: /products, expect: { body: keyboard } }
  - { name: orders are ready, service: order-api, path: /readyz }
  - { name: the shop's page, service: frontend, path: /, expect: { body: "<title>" } }
  - { name: the shop reaches its catalogue, service: frontend, path: /shop/products, expect: { body: keyboard } }
`;

async function repository(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "shop-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of ["services", "k8s"])
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !/node_modules|__pycache__|\/\.venv/.test(path),
    });
  mkdirSync(join(folder, "actions/kustomize-deploy"), { recursive: true });
  cpSync(join(root, "actions/kustomize-deploy/action.yml"), join(folder, "actions/kustomize-deploy/action.yml"));
  cpSync(await bundle(root, "actions/kustomize-deploy/main.ts"), join(folder, "actions/kustomize-deploy/dist"), {
    recursive: true,
  });
  writeFileSync(join(folder, "smoke.yml"), smoke);
  writeFileSync(
    join(folder, "deploy.yml"),
    `name: Deploy\non: push\njobs:${services.map(image).join("")}${deploy(
      "staging",
      services.map((service) => `image-${service}`),
    )}${deploy("production", [...services.map((service) => `image-${service}`), "staging"])}`,
  );
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
  git("commit", "-q", "--allow-empty", "-m", "two");
  return folder;
}

/** The cluster answers in this process: nothing may wait for kubectl here without letting it. */
async function kubectl(world: World, cwd: string, args: readonly string[], input = ""): Promise<void> {
  const child = spawn("kubectl", [...args], { cwd, env: { ...world.machine }, stdio: ["pipe", "ignore", "inherit"] });
  child.stdin.end(input);
  const [code] = await once(child, "exit");
  expect(code, args.join(" ")).toBe(0);
}

// with a fault it is two runs, one of them through a crash loop's grace
const patience = 290_000;

const onSqlite = { env: { DATABASE_URL: "", DATA_DIR: "{data}" } };

async function carried(injections: readonly Injection[]) {
  const folder = await repository();
  const events: RehearsalEvent[] = [];
  const end = await rehearse({
    ...plainRequest(folder),
    workflow: join(folder, "deploy.yml"),
    gated: (environment) => environment === "production",
    ask: async () => ({ answer: "approved", by: "option" }),
    cache: join(root, "node_modules/.cache/tidegate/rehearsal"),
    images: {
      standIns: { "docker.io/library/postgres": { instead: "keeps nothing; the services keep their data in SQLite" } },
      containers: { "product-api": onSqlite, "order-api": onSqlite, migrate: onSqlite },
    },
    injections,
    signal: AbortSignal.timeout(patience),
    onWorld: async (world) => {
      await kubectl(world, folder, ["apply", "--server-side", "-k", "k8s/bootstrap"]);
      for (const environment of ["staging", "production"])
        await kubectl(world, folder, ["create", "-f", "-"], JSON.stringify(shopSecrets(`techcommerce-${environment}`)));
    },
    tell: (event) => void events.push(event),
  });
  const text = events.flatMap((event) => (event.kind === "line" ? [event.text] : [])).join("\n");
  return { end, text, events };
}

test(
  "the shop's three services go from their Dockerfiles to production",
  async () => {
    const { end, text } = await carried([]);
    expect(end, text).toMatchObject({ kind: "ran", result: "success" });
    expect(text.match(/applied, everything is ready|✓ the shop reaches its catalogue/g)).toHaveLength(4);
  },
  patience,
);

test(
  "late pods in staging are waited for, and what crashes in production goes back to the release before",
  async () => {
    const { end, text, events } = await carried([
      { kind: "slow", service: "frontend", environment: "staging" },
      { kind: "crash", service: "order-api", environment: "production" },
    ]);
    const notes = events.flatMap((event) => (event.kind === "note" ? [event.text] : []));
    expect(notes).toContainEqual(expect.stringMatching(/without faults and unseen: success$/));
    expect(notes.join("\n"), "both met what they were to strike").not.toContain("met nothing to strike");
    expect(end, text).toMatchObject({ kind: "ran", result: "failure" });
    const results = events.flatMap((event) => (event.kind === "job-ended" ? [`${event.name} ${event.result}`] : []));
    expect(results).toContain("staging success");
    expect(results).toContain("production failure");
    expect(text).toContain("last lines of order-api:");
    expect(text).toContain("the rehearsal was asked to let this container crash: it ends with exit code 1");
    expect(text).toMatch(/going back from \S+ \(failed\) to [\s\S]*✓ the shop reaches its catalogue/);
  },
  patience,
);
