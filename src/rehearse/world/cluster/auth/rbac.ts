/** Role-based access control: may this user do that? https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
import { at } from "../json/path.ts";
import { type JsonObject, listOr, objectsOf, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { labelSelectorTest } from "../select/labels.ts";
import type { Store, User } from "../store/store.ts";

export interface Attempt {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Set for a path that is no resource; the rest is "" then. */
  readonly path?: string;
}

const rbac = "rbac.authorization.k8s.io";

export function allowed(store: Store, user: User, attempt: Attempt): boolean {
  if (user.groups.includes("system:masters")) return true;
  return rulesFor(store, user, attempt.namespace).some((rule) => permits(rule, attempt));
}

/** The rules that hold for a user, cluster-wide and in one namespace. */
export function rulesFor(store: Store, user: User, namespace: string): readonly JsonObject[] {
  const mine = (binding: KubeObject) =>
    objectsOf(binding["subjects"]).some((subject) => isSubject(subject, user, binding));
  const wide = store.list(`clusterrolebindings.${rbac}`).filter(mine);
  const local = namespace === "" ? [] : store.list(`rolebindings.${rbac}`, { namespace }).filter(mine);
  return [...wide, ...local].flatMap((binding) => rulesOf(store, binding));
}

function isSubject(subject: JsonObject, user: User, binding: KubeObject): boolean {
  const name = stringOr(subject["name"], "");
  switch (subject["kind"]) {
    case "User":
      return name === user.name;
    case "Group":
      return user.groups.includes(name);
    case "ServiceAccount": {
      const namespace = stringOr(subject["namespace"]) ?? binding.metadata.namespace ?? "";
      return user.name === `system:serviceaccount:${namespace}:${name}`;
    }
    default:
      return false;
  }
}

export function rulesOf(store: Store, binding: KubeObject): readonly JsonObject[] {
  const name = stringOr(at(binding, "roleRef", "name"), "");
  if (at(binding, "roleRef", "kind") === "Role")
    return objectsOf(store.get(`roles.${rbac}`, binding.metadata.namespace ?? "", name)?.["rules"]);
  const role = store.get(`clusterroles.${rbac}`, "", name);
  if (role === undefined) return [];
  const selectors = objectsOf(at(role, "aggregationRule", "clusterRoleSelectors"));
  const gathered = selectors.flatMap((selector) =>
    store.list(`clusterroles.${rbac}`, { labels: labelSelectorTest(selector) }).filter((other) => other !== role),
  );
  return [role, ...gathered].flatMap((one) => objectsOf(one["rules"]));
}

export function permits(rule: JsonObject, attempt: Attempt): boolean {
  const has = (key: string, ...wanted: readonly string[]) =>
    listOr(rule[key]).some((value) => value === "*" || wanted.includes(String(value)));
  if (!has("verbs", attempt.verb)) return false;
  if (attempt.path !== undefined) return pathMatches(listOr(rule["nonResourceURLs"]).map(String), attempt.path);
  const { resource, subresource } = attempt;
  const names = listOr(rule["resourceNames"]);
  return (
    has("apiGroups", attempt.group) &&
    (subresource === ""
      ? has("resources", resource)
      : has("resources", `${resource}/${subresource}`, `*/${subresource}`)) &&
    (names.length === 0 || names.includes(attempt.name))
  );
}

function pathMatches(patterns: readonly string[], path: string): boolean {
  return patterns.some((one) => (one.endsWith("*") ? path.startsWith(one.slice(0, -1)) : one === path));
}
