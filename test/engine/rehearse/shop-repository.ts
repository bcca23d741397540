import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish } from "../../integration/package/published.ts";
import type { Connection } from "../connect.ts";
import { must } from "../host/run.ts";
import { type Image, resolveImage } from "../release/image.ts";
import { services } from "../shop/staging.ts";
import { rewrite, withBases } from "./rewrite.ts";

const root = join(import.meta.dirname, "../../..");
/** what the shop's pipeline reads, and nothing of how tidegate is made and tested */
const parts = [
  ...(["package.json", "tsconfig.json", "tidegate.config.ts", ".gitignore"] as const),
  ...([".github", "actions"] as const),
  ...(["services", "k8s", "src/config", "tools/shop"] as const),
];

/** The machine has two cores: production asks for most of one by itself. What a pod may use stays as it is. */
const smaller = `
  - target: { kind: StatefulSet, name: database }
    patch: '[{ "op": "replace", "path": "/spec/template/spec/containers/0/resources/requests/cpu", "value": "100m" }]'
  - target: { kind: Deployment, name: product-api }
    patch: '[{ "op": "replace", "path": "/spec/template/spec/containers/0/resources/requests/cpu", "value": "100m" }]'
`;

export interface ShopRepository {
  readonly folder: string;
  readonly commit: string;
  /** Changes a file of it, in a commit of its own. */
  readonly change: (path: string, change: (text: string) => string) => Promise<void>;
  readonly dispose: () => void;
}

const withDatabase = ({ name, digest }: Image) => {
  return (text: string) => text.replace(/image: docker\.io\/library\/postgres:\S+/, `image: ${name}@${digest}`);
};

/** This repository as somebody would have it whose images come from the engine's registry: the rest is as it is here. */
export async function shopRepository(engine: Connection): Promise<ShopRepository> {
  const folder = mkdtempSync(join(tmpdir(), "rehearsed-shop-"));
  const git = (...args: readonly string[]) =>
    must(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder });
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  try {
    await publish(folder, parts);
    for (const name of services) rewrite(join(folder, "services", name, "Dockerfile"), withBases(engine.images));
    const postgres = await resolveImage(engine.images.postgres, engine.registry);
    rewrite(join(folder, "k8s/kustomize/base/database/statefulset.yaml"), withDatabase(postgres));
    rewrite(join(folder, "k8s/backup/job.yaml"), withDatabase(postgres));
    rewrite(join(folder, "k8s/kustomize/overlays/production/kustomization.yaml"), (text) => text.trimEnd() + smaller);
    // what package managers have downloaded is kept between runs, as it is on a laptop
    const cache = join(root, "node_modules/.cache/tidegate/rehearsal");
    mkdirSync(cache, { recursive: true });
    mkdirSync(join(folder, ".tidegate"));
    symlinkSync(cache, join(folder, ".tidegate/cache"));
    await git("init", "-q", "-b", "main");
    await git("add", "-A");
    await git("commit", "-qm", "Open the shop");
  } catch (thrown) {
    dispose();
    throw thrown;
  }
  return {
    folder,
    commit: (await git("rev-parse", "HEAD")).trim(),
    change: async (path, change) => {
      rewrite(join(folder, path), change);
      await git("commit", "-qam", `Change ${path}`);
    },
    dispose,
  };
}
