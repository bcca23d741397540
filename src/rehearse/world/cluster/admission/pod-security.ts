/** Pod Security Standards, by the labels of a namespace. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
import { at } from "../json/path.ts";
import { type JsonObject, listOr, objectOr, objectsOf, stringOr } from "../json/value.ts";
import { forbidden } from "../status/refusals.ts";
import type { AdmissionHook, Store } from "../store/store.ts";

type Level = "privileged" | "baseline" | "restricted";

const label = "pod-security.kubernetes.io/";

const templates: Readonly<Record<string, readonly string[]>> = {
  pods: [],
  "deployments.apps": ["spec", "template"],
  "replicasets.apps": ["spec", "template"],
  "statefulsets.apps": ["spec", "template"],
  "daemonsets.apps": ["spec", "template"],
  "jobs.batch": ["spec", "template"],
  "cronjobs.batch": ["spec", "jobTemplate", "spec", "template"],
};

/** A pod that violates what is enforced is refused; a workload whose pods will be is only warned about. */
export function podSecurity(store: Store): AdmissionHook {
  return ({ operation, type, namespace, name, subresource, object, warn }) => {
    const template = templates[type];
    if (template === undefined || operation === "DELETE" || subresource !== "" || object === undefined)
      return undefined;
    if (type === "pods" && operation === "UPDATE") return undefined;
    const labels = store.get("namespaces", "", namespace)?.metadata.labels ?? {};
    const spec = objectOr(at(object, ...template, "spec"));
    const enforced = policy(labels, "enforce");
    const broken = violations(enforced.level, spec);
    if (type === "pods" && broken.length > 0)
      throw forbidden(
        { group: "", resource: "pods" },
        name,
        `violates PodSecurity "${enforced.text}": ${broken.join(", ")}`,
      );
    const warned = policy(labels, "warn");
    const would = violations(warned.level, spec);
    if (would.length > 0) warn?.(`would violate PodSecurity "${warned.text}": ${would.join(", ")}`);
    return undefined;
  };
}

function policy(
  labels: Readonly<Record<string, string>>,
  mode: string,
): { readonly level: Level; readonly text: string } {
  const asked = labels[`${label}${mode}`];
  const level = asked === "baseline" || asked === "restricted" ? asked : "privileged";
  return { level, text: `${level}:${labels[`${label}${mode}-version`] ?? "latest"}` };
}

export function violations(level: Level, spec: JsonObject): readonly string[] {
  if (level === "privileged") return [];
  const containers = [...objectsOf(spec["initContainers"]), ...objectsOf(spec["containers"])];
  const base = baseline(spec, containers);
  return level === "baseline" ? base : [...base, ...restricted(spec, containers)];
}

/** `container "a"`, `containers "a", "b"` */
function named(containers: readonly JsonObject[]): string {
  const names = containers.map((one) => JSON.stringify(stringOr(one["name"], "")));
  return `container${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}

function baseline(spec: JsonObject, containers: readonly JsonObject[]): readonly string[] {
  const host = ["hostNetwork", "hostPID", "hostIPC"].filter((key) => spec[key] === true).map((key) => `${key}=true`);
  const privileged = containers.filter((one) => at(one, "securityContext", "privileged") === true);
  const paths = objectsOf(spec["volumes"]).filter((volume) => volume["hostPath"] !== undefined);
  const ports = containers.filter((one) => objectsOf(one["ports"]).some((port) => Number(port["hostPort"] ?? 0) > 0));
  return [
    ...(host.length > 0 ? [`host namespaces (${host.join(", ")})`] : []),
    ...(privileged.length > 0
      ? [`privileged (${named(privileged)} must not set securityContext.privileged=true)`]
      : []),
    ...(paths.length > 0
      ? [
          `hostPath volumes (volume${paths.length === 1 ? "" : "s"} ${paths.map((one) => JSON.stringify(one["name"])).join(", ")})`,
        ]
      : []),
    ...(ports.length > 0 ? [`hostPort (${named(ports)} uses hostPort)`] : []),
  ];
}

function restricted(spec: JsonObject, containers: readonly JsonObject[]): readonly string[] {
  const context = (one: JsonObject, key: string) => at(one, "securityContext", key) ?? at(spec, "securityContext", key);
  const escalating = containers.filter((one) => at(one, "securityContext", "allowPrivilegeEscalation") !== false);
  const capable = containers.filter(
    (one) => !listOr(at(one, "securityContext", "capabilities", "drop")).includes("ALL"),
  );
  const root = containers.filter((one) => context(one, "runAsNonRoot") !== true);
  const unconfined = containers.filter(
    (one) => !["RuntimeDefault", "Localhost"].includes(String(at(context(one, "seccompProfile"), "type"))),
  );
  return [
    ...(escalating.length > 0
      ? [
          `allowPrivilegeEscalation != false (${named(escalating)} must set securityContext.allowPrivilegeEscalation=false)`,
        ]
      : []),
    ...(capable.length > 0
      ? [`unrestricted capabilities (${named(capable)} must set securityContext.capabilities.drop=["ALL"])`]
      : []),
    ...(root.length > 0
      ? [`runAsNonRoot != true (pod or ${named(root)} must set securityContext.runAsNonRoot=true)`]
      : []),
    ...(unconfined.length > 0
      ? [
          `seccompProfile (pod or ${named(unconfined)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
        ]
      : []),
  ];
}
