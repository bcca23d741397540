/** Nobody can give rights by a role or a binding that they do not have. */
import { type Attempt, permits, rulesFor, rulesOf } from "../auth/rbac.ts";
import { at } from "../json/path.ts";
import { type JsonObject, listOr, objectsOf, stringOr } from "../json/value.ts";
import { forbidden } from "../status/refusals.ts";
import type { AdmissionHook, AdmissionRequest, Store } from "../store/store.ts";

const group = "rbac.authorization.k8s.io";

export function escalation(store: Store): AdmissionHook {
  return (request) => {
    const { operation, type, object, user, namespace, name } = request;
    if (operation === "DELETE" || object === undefined || !type.endsWith(`.${group}`)) return undefined;
    if (user.groups.includes("system:masters")) return undefined;
    const resource = type.slice(0, -group.length - 1);
    const binding = resource.endsWith("bindings");
    const given = binding ? rulesOf(store, object) : objectsOf(object["rules"]);
    const own = rulesFor(store, user, namespace);
    const missing = given.filter((rule) => !covered(rule, own));
    if (missing.length === 0 || excused(request, own, binding)) return undefined;
    throw forbidden(
      { group, resource },
      name,
      `user ${JSON.stringify(user.name)} (groups=${JSON.stringify(user.groups)}) is attempting to grant RBAC permissions not currently held:\n${missing.map(shown).join("\n")}`,
    );
  };
}

/** The verbs `escalate` and `bind` are there to allow it nevertheless. */
function excused(request: AdmissionRequest, own: readonly JsonObject[], binding: boolean): boolean {
  const role = stringOr(at(request.object, "roleRef", "kind"), "") === "ClusterRole" ? "clusterroles" : "roles";
  const attempt: Attempt = binding
    ? attemptAt("bind", role, stringOr(at(request.object, "roleRef", "name"), ""))
    : attemptAt("escalate", request.type.slice(0, -group.length - 1), request.name);
  return own.some((rule) => permits(rule, attempt));
}

const attemptAt = (verb: string, resource: string, name: string): Attempt => ({
  verb,
  group,
  resource,
  subresource: "",
  namespace: "",
  name,
});

function covered(rule: JsonObject, own: readonly JsonObject[]): boolean {
  return attemptsIn(rule).every((attempt) => own.some((mine) => permits(mine, attempt)));
}

/** A rule taken apart into single rights. A star stands for itself: only a star covers it. */
function attemptsIn(rule: JsonObject): readonly Attempt[] {
  const texts = (key: string) => listOr(rule[key]).map(String);
  const names = texts("resourceNames");
  return texts("verbs").flatMap((verb) => [
    ...texts("nonResourceURLs").map((path) => ({ ...attemptAt(verb, "", ""), group: "", path })),
    ...texts("apiGroups").flatMap((apiGroup) =>
      texts("resources").flatMap((resource) =>
        (names.length === 0 ? [""] : names).map((name): Attempt => {
          const [main = "", subresource = ""] = resource.split("/");
          return { verb, group: apiGroup, resource: main, subresource, namespace: "", name };
        }),
      ),
    ),
  ]);
}

const list = (values: readonly string[]) => `[${values.map((value) => JSON.stringify(value)).join(" ")}]`;

function shown(rule: JsonObject): string {
  const parts = [
    ["APIGroups", "apiGroups"],
    ["Resources", "resources"],
    ["ResourceNames", "resourceNames"],
    ["NonResourceURLs", "nonResourceURLs"],
    ["Verbs", "verbs"],
  ].flatMap(([label = "", key = ""]) => {
    const values = listOr(rule[key]).map(String);
    return values.length === 0 ? [] : [`${label}:${list(values)}`];
  });
  return `{${parts.join(", ")}}`;
}
