/** `--real` in each mix that there is, as it is typed: what is real is used, what is not stays a stand-in, and gates are asked for. */
import { afterAll, expect, test } from "vitest";
import { Foreign } from "../../integration/rehearse/foreign.ts";
import { clients } from "../clients.ts";
import { environmentFor } from "../connect.ts";

const { engine, kubectl } = clients();
const namespace = `mix-${process.pid}`;
afterAll(() => kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]));

const file = ".github/workflows/deploy.yml";
const workflow = `
name: Deploy
on: push
jobs:
  image:
    runs-on: ubuntu-24.04
    outputs: { ref: "\${{ steps.build.outputs.ref }}" }
    steps:
      - uses: actions/checkout@v7
      - id: build
        run: |
          name="\${{ vars.REGISTRY }}/mix/web"
          docker buildx build --push --metadata-file built.json -t "$name:1" .
          echo "ref=$name@$(node -p 'require("./built.json")["containerimage.digest"]')" >> "$GITHUB_OUTPUT"
      - run: docker run --rm ghcr.io/aquasecurity/trivy@sha256:1 version || echo "the scanner ended with $?"
  deploy:
    needs: image
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - run: |
          kubectl create namespace ${namespace}
          kubectl -n ${namespace} create deployment web --image="\${{ needs.image.outputs.ref }}"
          kubectl -n ${namespace} rollout status deployment/web --timeout=90s
          until kubectl -n ${namespace} logs deployment/web | grep program; do sleep 0.2; done
          kubectl get nodes
`;

const repository = () =>
  new Foreign({
    [file]: workflow,
    Dockerfile: `FROM ${engine.images.node}\nENV GREETING=hello\nCOPY main.mjs /app/\nWORKDIR /app\nCMD ["node", "main.mjs"]\n`,
    "main.mjs":
      "process.on('SIGTERM', () => process.exit());\nsetInterval(() => {}, 1000);\nconsole.log(`${process.env.GREETING} of the program`);\n",
  });

const rehearse = (foreign: Foreign, ...args: readonly string[]) => {
  const set = ["--var", `REGISTRY=${args.includes("--real") ? engine.registry : "ghcr.io/acme"}`];
  return foreign.start([file, "--trust", "--verbose", ...set, ...args], { env: environmentFor(engine) }).ended;
};

const answered = "a recorded report: nothing was scanned";
/** what only BuildKit prints */
const builtForReal = "exporting manifest sha256:";

test("Docker and registry: the stand-in cluster runs as processes what Docker built and a real registry holds", async () => {
  const { code, out, err } = await rehearse(repository(), "--real", "docker,registry", "--approve", "production");
  expect(code, out + err).toBe(0);
  expect(out).toContain(builtForReal);
  expect(out).toContain("hello of the program");
  expect(out).toContain(answered);
  expect(out).toContain("for what is real is reached over this machine's own network: a program may ignore them");
  expect(await kubectl(["get", "namespaces", "-o", "name"])).not.toContain(namespace);
});

test("Docker, registry and Kubernetes: nothing but the scanner is answered for", async () => {
  const parts = ["--real", "docker,registry,kubernetes"];
  const { code, out, err } = await rehearse(repository(), ...parts, "--approve", "production");
  expect(code, out + err).toBe(0);
  expect(out).toContain("hello of the program");
  expect(out).toContain(answered);
  expect(await kubectl(["-n", namespace, "get", "deployment/web", "-o", "jsonpath={.status.readyReplicas}"])).toBe("1");
});

test.each(["docker,registry", "docker,registry,audit", "docker,registry,kubernetes"])(
  "--real %s: without a terminal and a word nothing is deployed: it ends waiting, with exit code 1",
  async (parts) => {
    const foreign = repository();
    const { code, out } = await rehearse(foreign, "--real", parts);
    expect(code).toBe(1);
    expect(out).toMatch(/waiting/);
    expect(out).not.toContain("rollout");
    expect(foreign.events.at(-1)).toMatchObject({ kind: "ended", result: "waiting" });
    expect(foreign.events).toContainEqual(expect.objectContaining({ kind: "answer", answer: "waiting", by: "nobody" }));
  },
);

test("the scanner: with it real, Docker itself is asked to run its image", async () => {
  const parts = ["--real", "docker,registry,scanner", "--job", "image"];
  const { out } = await rehearse(repository(), ...parts);
  expect(out).not.toContain(answered);
  // the image cannot be had under that digest, and it is Docker that says so
  expect(out).toMatch(
    /docker: (?:invalid reference format|Error response from daemon|.*manifest)[\s\S]*the scanner ended with 125/,
  );
});

test("advisories: real ones are only read, so everything else may be approved unasked", async () => {
  const foreign = repository();
  const { code, out, err } = await rehearse(foreign, "--real", "audit", "--var", "REGISTRY=ghcr.io/acme");
  expect(code, out + err).toBe(0);
  expect(foreign.events).toContainEqual(expect.objectContaining({ part: "advisories", how: "real" }));
  expect(out).toContain("hello of the program");
});

test("a mix that does not fit is refused in one sentence, before anything is done", async () => {
  const foreign = repository();
  const { code, out, err } = await rehearse(foreign, "--real", "kubernetes");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err.trim()).toMatch(/^[^\n]*--real kubernetes needs --real docker,registry[^\n]*$/);
});
