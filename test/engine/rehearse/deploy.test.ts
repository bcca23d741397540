/**
 * The shop's own pipeline on the real engine, with the deployers' smallest Roles: its images built, pushed and pulled for
 * good, staging and, once approved, production; then somebody else's app beside it, and the way back by `rollback.yml`. Only
 * the scanner's report, the advisories and GitHub are stand-ins.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Consumer, openConsumer } from "../../integration/package/consumer.ts";
import { clients } from "../clients.ts";
import { type Ran, run } from "../host/run.ts";
import { deployerOf } from "../release/deployer.ts";
import { resolveImage } from "../release/image.ts";
import { root, services } from "../shop/staging.ts";
import { makeVolumes } from "../shop/volumes.ts";
import { type Pod, podsOf } from "./pods.ts";
import { rewrite, withBases } from "./rewrite.ts";
import { type ShopRepository, shopRepository } from "./shop-repository.ts";
import { outputOf, told } from "./told.ts";

const { kubectl, engine, env } = clients();
const cli = join(root, "src/cli/main.ts");
const environments = ["staging", "production"] as const;
const namespacesOf = (app: string) => environments.map((environment) => `${app}-${environment}`);
const [shopNamespaces, postNamespaces] = [namespacesOf("techcommerce"), namespacesOf("post")];
const everything = ["--trust", "--real", "docker,registry,kubernetes"];

let shop: ShopRepository;
let volumes: Awaited<ReturnType<typeof makeVolumes>>;
let secrets: string;

beforeAll(async () => {
  shop = await shopRepository(engine);
  volumes = await makeVolumes(shopNamespaces);
  await kubectl(["apply", "--server-side", "-k", join(root, "k8s/bootstrap")]);
  const [staging, production] = await Promise.all(shopNamespaces.map(deployerOf));
  secrets = join(shop.folder, ".tidegate/secrets");
  writeFileSync(secrets, `KUBE_CONFIG_STAGING='${staging}'\nKUBE_CONFIG_PROD='${production}'\n`, { mode: 0o600 });
}, 600_000);
afterAll(async () => {
  const gone = ["--ignore-not-found", "--timeout=150s"];
  await kubectl(["delete", "-k", join(root, "k8s/bootstrap"), ...gone]);
  await kubectl(["delete", "namespace", ...postNamespaces, ...gone]);
  await volumes?.close();
  shop?.dispose();
}, 400_000);

/** `tidegate rehearse` of a workflow of the shop, as it is typed; where it did not end well, what it printed says why. */
async function rehearsed(name: string, workflow: string, ...more: readonly string[]) {
  const args = ["rehearse", `.github/workflows/${workflow}.yml`, ...everything, "--secret-file", secrets, ...more];
  const ran = await run([process.execPath, cli, ...args], { cwd: shop.folder, env });
  const events = told(shop.folder, name);
  expect(ran.code, `${ran.stdout.split("\n").slice(-80).join("\n")}${ran.stderr}`).toBe(0);
  return events;
}

/** `tidegate release …` as it is typed. */
function release(app: string, environment: string, ...args: readonly string[]): Promise<Ran> {
  const site = ["--app", app, "--environment", environment, "--namespace", `${app}-${environment}`];
  return run([process.execPath, cli, "release", ...args, ...site], { cwd: shop.folder, env });
}

/** What it says of a release, where that is there. */
async function known(environment: string): Promise<{ readonly entry: Entry; readonly record: Recorded }> {
  const shown = await release("techcommerce", environment, "show", "--json");
  expect(shown.code, shown.stderr).toBe(0);
  return JSON.parse(shown.stdout);
}

interface Entry {
  readonly id: string;
  readonly status: string;
}
interface Recorded {
  readonly images: readonly { readonly name: string; readonly digest: string }[];
}

const digestIn = (text: string): string => /sha256:[0-9a-f]{64}$/.exec(text)?.[0] ?? text;

/** What each pod of a service says of itself at /version. */
async function answers(namespace: string, service: string): Promise<readonly { release: string; image: string }[]> {
  const ask = async ({ name, port }: Pod) =>
    JSON.parse(await kubectl(["get", "--raw", `/api/v1/namespaces/${namespace}/pods/${name}:${port}/proxy/version`]));
  return Promise.all((await podsOf(namespace, service)).map(ask));
}

test("deploy.yml carries a commit to production: the digest built is the one scanned, in the pods, and answering", async () => {
  const events = await rehearsed("deploy", "deploy", "--approve", "production");
  expect(events).toContainEqual(expect.objectContaining({ kind: "answer", environment: "production", by: "option" }));
  for (const service of services) {
    const name = `${engine.registry}/tidegate/techcommerce/${service}`;
    const { digest } = await resolveImage(`${name}:${shop.commit.slice(0, 7)}`, engine.registry);
    const leg = `image-${service}#0`;
    const scan: { readonly digest: string } = JSON.parse(outputOf(events, leg, "trivy-scan", "scan"));
    const built = outputOf(events, leg, "build-push", "image");
    expect({ built, scanned: scan.digest }, service).toEqual({ built: digest, scanned: digest });
    for (const namespace of shopNamespaces) {
      const pods = await podsOf(namespace, service);
      const running = pods.map(({ images }) => images[service]);
      const answering = (await answers(namespace, service)).map(({ image }) => digestIn(image));
      const each = pods.map(() => digest);
      expect(each.length, `${service} in ${namespace}`).toBeGreaterThan(0);
      expect({ running, answering }, `${service} in ${namespace}`).toEqual({ running: each, answering: each });
    }
  }
}, 900_000);

test("tidegate release list and show tell it: live in both, and of these digests", async () => {
  for (const environment of environments) {
    const { entry, record } = await known(environment);
    expect((await release("techcommerce", environment, "list")).stdout).toMatch(new RegExp(`${entry.id}.*live`));
    for (const service of services) {
      const image = record.images.find(({ name }) => name.endsWith(`/${service}`));
      const said = await answers(`techcommerce-${environment}`, service);
      expect(said, service).toEqual(
        said.map(() => expect.objectContaining({ release: entry.id, image: `${image?.name}@${image?.digest}` })),
      );
    }
  }
});

/** Every pod, by which one would know that something had been disturbed. */
const podsIn = async (namespaces: readonly string[]) =>
  (await Promise.all(namespaces.map((namespace) => podsOf(namespace)))).flat();

const asLeft = expect.stringContaining("the cluster is as release");
const post = async (job: readonly string[]) => {
  const map = ["--map", `tidegate/tidegate=${consumer?.published}`];
  await consumer?.tidegate(["rehearse", ".github/workflows/deliver.yml", ...everything, ...map, ...job], env);
};

let consumer: Consumer | undefined;
afterAll(() => consumer?.dispose());
test("an app of others, from the package alone, goes live beside it, then as a second environment; nothing is disturbed", async () => {
  const ofShop = await podsIn(shopNamespaces);
  consumer = await openConsumer((project) => {
    for (const name of ["web", "mailer"]) rewrite(join(project, "apps", name, "Dockerfile"), withBases(engine.images));
  });
  await post(["--job", "staging"]);
  const ofStaging = await podsIn(["post-staging"]);
  expect(ofStaging).toHaveLength(2);
  await post(["--resume", "--approve", "production"]);
  told(consumer.project, "consumer");
  expect(await podsIn(["post-staging"])).toEqual(ofStaging);
  for (const [namespace, service] of postNamespaces.flatMap((one) => [
    [one, "web"] as const,
    [one, "mailer"] as const,
  ])) {
    const path = `/api/v1/namespaces/${namespace}/services/${service}:http/proxy/`;
    expect(JSON.parse(await kubectl(["get", "--raw", path]))).toMatchObject({ service });
  }
  expect(await podsIn(shopNamespaces)).toEqual(ofShop);
  for (const environment of environments)
    for (const app of ["techcommerce", "post"])
      expect(await release(app, environment, "diff"), `${app} in ${environment}`).toMatchObject({ stdout: asLeft });
}, 900_000);

test("rollback.yml takes staging back past a change by hand: the release before with its settings, and nothing else", async () => {
  const ofPost = await podsIn(postNamespaces);
  const { entry: first, record } = await known("staging");
  const level = async () => {
    const pod = (await podsOf("techcommerce-staging", "order-api"))[0]?.name ?? "";
    return kubectl(["-n", "techcommerce-staging", "exec", pod, "--", "node", "-p", "process.env.LOG_LEVEL"]);
  };
  const overlay = "k8s/kustomize/overlays/staging";
  await shop.change(`${overlay}/kustomization.yaml`, (text) => text.replace("LOG_LEVEL=debug", "LOG_LEVEL=warn"));
  const images = record.images.flatMap(({ name, digest }) => {
    const service = name.split("/").at(-1);
    return ["--image", `${service}=${digest}`, "--image-name", `${service}=${name}`];
  });
  const settings = ["--overlay", overlay, "--smoke", "k8s/smoke.yml", "--no-scan", "--yes"];
  const second = await release("techcommerce", "staging", "deploy", ...settings, ...images);
  expect(second.code, second.stderr).toBe(0);
  expect(await level()).toBe("warn\n");
  await kubectl(["-n", "techcommerce-staging", "set", "resources", "deployment/order-api", "--limits=cpu=1500m"]);
  await kubectl(["-n", "techcommerce-staging", "rollout", "status", "deployment/order-api", "--timeout=90s"]);
  const drift = await release("techcommerce", "staging", "diff");
  expect(drift).toMatchObject({ code: 1, stdout: expect.stringMatching(/limits\.cpu.*1500m → 1\b/) });
  const dispatched = { environment: "staging", release: first.id, reason: "it says too little" };
  const inputs = Object.entries(dispatched).flatMap(([name, value]) => ["--input", `${name}=${value}`]);
  await rehearsed("rollback", "rollback", "--event", "workflow_dispatch", ...inputs);
  expect(await level()).toBe("debug\n");
  expect((await known("staging")).record.images).toEqual(record.images);
  expect((await release("techcommerce", "staging", "list")).stdout).toMatch(/rolled-back/);
  expect(await release("techcommerce", "staging", "diff")).toMatchObject({ stdout: asLeft });
  expect(await podsIn(postNamespaces)).toEqual(ofPost);
}, 600_000);
