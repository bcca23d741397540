import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stringify } from "yaml";
import { shopSecrets } from "../../../tools/shop/secrets.ts";
import { clients } from "../clients.ts";
import { makeVolumes } from "./volumes.ts";

const { kubectl, docker, engine } = clients();
export const root = join(import.meta.dirname, "../../..");
export const services = ["frontend", "product-api", "order-api"] as const;
export type ServiceName = (typeof services)[number];

/** The shop in a namespace of its own, images built here, volumes of this machine: as a deploy would bring it. */
export interface Staging {
  readonly namespace: string;
  readonly image: (service: ServiceName) => string;
  /** the overlay's folder, for this release */
  readonly overlay: (environment: string, release: string) => string;
  /** Applies staging as this release and waits until every workload is of it. */
  readonly apply: (release: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

async function build(service: ServiceName, image: string, folder: string): Promise<string> {
  const base = service === "product-api" ? `PYTHON_BASE=${engine.images.python}` : `NODE_BASE=${engine.images.node}`;
  const metadata = join(folder, `${service}.json`);
  const options = ["--push", "--provenance=false", `--build-arg=${base}`, `--tag=${image}:t`];
  await docker(["buildx", "build", ...options, `--metadata-file=${metadata}`, join(root, "services", service)]);
  const built: { "containerimage.digest": string } = JSON.parse(readFileSync(metadata, "utf8"));
  return `${image}@${built["containerimage.digest"]}`;
}

/** What `kustomize-deploy` would write on a service's pod template. */
const named = (service: ServiceName, release: string, image: string) => ({
  target: { kind: "Deployment", name: service },
  patch: JSON.stringify([
    {
      op: "add",
      path: "/spec/template/metadata/annotations",
      value: {
        "tidegate.github.io/release": release,
        "tidegate.github.io/commit": "abc1234",
        [`tidegate.github.io/image.${service}`]: image,
      },
    },
  ]),
});

export async function openStaging(namespace: string): Promise<Staging> {
  const folder = join(root, ".tidegate", namespace);
  const scratch = mkdtempSync(join(tmpdir(), "shop-images-"));
  const images: Record<string, string> = {};
  for (const service of services)
    images[service] = await build(service, `${engine.registry}/${namespace}/${service}`, scratch);
  rmSync(scratch, { recursive: true });
  const image = (service: ServiceName) => images[service] ?? "";

  await kubectl(["create", "-f", "-"], {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  });
  const volumes = await makeVolumes([namespace]);
  await kubectl(["apply", "-f", join(root, "k8s/bootstrap/priority.yaml")]);
  await kubectl(["create", "-f", "-"], shopSecrets(namespace));

  const overlay = (environment: string, release: string) => {
    const into = join(folder, `${environment}-${release}`);
    mkdirSync(into, { recursive: true });
    const [postgres = "", tag = ""] = engine.images.postgres.split(/:(?=[^:/]+$)/);
    const replaced = services.map((name) => {
      const [newName = "", digest = ""] = image(name).split("@");
      return { name, newName, digest };
    });
    writeFileSync(
      join(into, "kustomization.yaml"),
      stringify({
        namespace,
        resources: [relative(into, join(root, "k8s/kustomize/overlays", environment))],
        images: [...replaced, { name: "docker.io/library/postgres", newName: postgres, newTag: tag }],
        patches: services.map((service) => named(service, release, image(service))),
      }),
    );
    return into;
  };
  return {
    namespace,
    image,
    overlay,
    apply: async (release) => {
      await kubectl(["apply", "-k", overlay("staging", release)]);
      const migrations = ["job/product-api-migrate", "job/order-api-migrate"];
      await kubectl(["-n", namespace, "wait", "--for=condition=complete", "--timeout=180s", ...migrations]);
      for (const service of services)
        await kubectl(["-n", namespace, "rollout", "status", `deploy/${service}`, "--timeout=120s"]);
    },
    close: async () => {
      // the namespace is this run's own: nothing waits for its pods' grace, which the database stretches to minutes
      await kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
      await volumes.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
