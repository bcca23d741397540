import { objectsAt, parseJson, textAt } from "../../../src/release/json/json.ts";
import { clients } from "../clients.ts";

/** A kubeconfig that holds nothing but the token of a namespace's `ci-deployer`: the smallest Role is all there is. */
export async function deployerOf(namespace: string): Promise<string> {
  const { kubectl } = clients();
  const token = (await kubectl(["-n", namespace, "create", "token", "ci-deployer", "--duration=1h"])).trim();
  const config = parseJson(await kubectl(["config", "view", "--raw", "--minify", "-o", "json"]));
  const [cluster] = objectsAt(config, "clusters");
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [cluster],
    users: [{ name: "ci", user: { token } }],
    contexts: [{ name: "ci", context: { cluster: textAt(cluster, "name") ?? "", user: "ci" } }],
    "current-context": "ci",
  });
}
