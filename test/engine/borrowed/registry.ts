import * as v from "valibot";
import { parse } from "yaml";
import { EngineFailure } from "../failure.ts";
import { run } from "../host/run.ts";

const hosting = v.object({ host: v.string() });

/**
 * A local cluster says in a ConfigMap which registry it pulls from:
 * https://github.com/kubernetes/enhancements/tree/master/keps/sig-cluster-lifecycle/generic/1755-communicating-a-local-registry
 */
export async function registryHost(kubeconfig: string, context: string): Promise<string> {
  const field = "--output=jsonpath={.data.localRegistryHosting\\.v1}";
  const get = ["get", "configmap", "local-registry-hosting", "--namespace=kube-public", field];
  const ran = await run(["kubectl", `--kubeconfig=${kubeconfig}`, ...get]);
  const read = v.safeParse(hosting, ran.code === 0 ? parse(ran.stdout) : undefined);
  if (read.success) return read.output.host;
  throw new EngineFailure(
    `expected the cluster of ${context} to name its registry in the ConfigMap kube-public/local-registry-hosting, and found none`,
    howToGetOne(context),
  );
}

function howToGetOne(context: string): string {
  if (context.startsWith("kind-")) return "kind: https://kind.sigs.k8s.io/docs/user/local-registry/ has the script";
  if (context.startsWith("k3d-")) return "k3d: k3d cluster create --registry-create NAME";
  return "minikube: ctlptl create cluster minikube --registry=ctlptl-registry";
}
