import { at } from "../json/path.ts";
import { type JsonObject, listOr, objectsOf, stringOr } from "../json/value.ts";
import { labelSelectorTest } from "../select/labels.ts";
import type { AdmissionRequest, Store } from "../store/store.ts";

export interface Webhook {
  readonly mutating: boolean;
  readonly hook: JsonObject;
}

const group = "admissionregistration.k8s.io";

/** Every webhook registered, the mutating ones first, each kind by the name of its configuration. */
export function webhooks(store: Store): readonly Webhook[] {
  return (["mutating", "validating"] as const).flatMap((kind) =>
    store
      .list(`${kind}webhookconfigurations.${group}`)
      .flatMap((configuration) => objectsOf(configuration["webhooks"]))
      .map((hook) => ({ mutating: kind === "mutating", hook })),
  );
}

export function concerns({ hook }: Webhook, request: AdmissionRequest, store: Store): boolean {
  // What registers webhooks cannot be stopped by one.
  if (request.type.endsWith(`webhookconfigurations.${group}`)) return false;
  if (!objectsOf(hook["rules"]).some((rule) => ruleCovers(rule, request, store))) return false;
  const namespace = request.type === "namespaces" ? request.name : request.namespace;
  const labels = store.get("namespaces", "", namespace)?.metadata.labels ?? {};
  if (namespace !== "" && !labelSelectorTest(hook["namespaceSelector"] ?? {})(labels)) return false;
  const own = request.object?.metadata.labels ?? request.old?.metadata.labels ?? {};
  return labelSelectorTest(hook["objectSelector"] ?? {})(own);
}

function ruleCovers(rule: JsonObject, request: AdmissionRequest, store: Store): boolean {
  const type = store.types.named(request.type);
  const has = (key: string, ...wanted: readonly string[]) =>
    listOr(rule[key]).some((value) => value === "*" || wanted.includes(String(value)));
  const { resource } = type;
  const resources =
    request.subresource === ""
      ? has("resources", resource, "*/*")
      : has("resources", `${resource}/${request.subresource}`, `${resource}/*`, `*/${request.subresource}`, "*/*");
  const scope = stringOr(at(rule, "scope"), "*");
  return (
    has("operations", request.operation) &&
    has("apiGroups", type.group) &&
    has("apiVersions", type.version) &&
    resources &&
    (scope === "*" || scope === (type.namespaced ? "Namespaced" : "Cluster"))
  );
}
