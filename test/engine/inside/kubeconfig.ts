import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Client, pki } from "./pki.ts";
import { kubeconfigOf, type Settings } from "./settings.ts";

/**
 * Writes a user's kubeconfig and returns its path. Keys are embedded, so the file may be copied elsewhere; JSON is YAML.
 */
export async function writeKubeconfig(settings: Settings, user: Client): Promise<string> {
  const files = pki(settings);
  const data = async (path: string) => (await readFile(path)).toString("base64");
  const name = "tidegate-engine";
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: `https://127.0.0.1:${settings.ports.apiserver}`,
          "certificate-authority-data": await data(files.ca),
        },
      },
    ],
    users: [
      {
        name: user,
        user: {
          "client-certificate-data": await data(files.cert(user)),
          "client-key-data": await data(files.key(user)),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user } }],
    "current-context": name,
  };
  const path = kubeconfigOf(settings, user);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}
