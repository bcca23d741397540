import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clients } from "../clients.ts";

const { kubectl } = clients();

/** what the shop's database and its backups claim */
const claims = { data: "data-database-0", backups: "database-backups" };

function volume(namespace: string, folder: string, name: keyof typeof claims) {
  const path = join(folder, namespace, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o777);
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `${namespace}-${name}`, labels: { shop: namespace } },
    spec: {
      capacity: { storage: "5Gi" },
      accessModes: ["ReadWriteOnce"],
      storageClassName: "",
      hostPath: { path },
      claimRef: { namespace, name: claims[name] },
    },
  };
}

/** Folders of this machine as the shop's volumes in these namespaces: the engine has nobody who would make any. */
export async function makeVolumes(namespaces: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "shop-volumes-"));
  chmodSync(folder, 0o755);
  const items = namespaces.flatMap((namespace) => [
    volume(namespace, folder, "data"),
    volume(namespace, folder, "backups"),
  ]);
  await kubectl(["create", "-f", "-"], { apiVersion: "v1", kind: "List", items });
  return {
    close: async () => {
      const selector = `shop in (${namespaces.join(", ")})`;
      await kubectl(["delete", "persistentvolume", "-l", selector, "--ignore-not-found", "--wait=false"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
