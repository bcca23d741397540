import type { Call } from "../http/call.ts";
import { StatusError } from "../status/status-error.ts";
import type { Store } from "../store/store.ts";
import { typeName } from "../types/resource-type.ts";
import { type Attempt, allowed } from "./rbac.ts";

/** Throws the refusal a user without the right gets. */
export function authorize(store: Store, call: Call): void {
  const attempts = attemptsOf(store, call);
  for (const attempt of attempts) if (!allowed(store, call.user, attempt)) throw denial(call, attempt);
}

function attemptsOf(store: Store, call: Call): readonly Attempt[] {
  const { target } = call;
  if (target.kind === "other") {
    const blank = { group: "", resource: "", subresource: "", namespace: "", name: "" };
    return [{ ...blank, verb: call.method.toLowerCase(), path: call.path }];
  }
  const { type, namespace, name, subresource } = target;
  const { resource, group } = type;
  // A namespace is asked for within itself.
  const place = resource === "namespaces" && group === "" ? name : namespace;
  const attempt = { verb: verbOf(call), group, resource, subresource, namespace: place, name };
  // Applying what is not there yet creates it.
  const creates =
    call.verb === "patch" &&
    (call.headers["content-type"] ?? "").startsWith("application/apply-patch") &&
    store.get(typeName(type), namespace, name) === undefined;
  return creates ? [attempt, { ...attempt, verb: "create" }] : [attempt];
}

function verbOf(call: Call): string {
  const target = call.target.kind === "resource" ? call.target.subresource : "";
  return call.verb === "other" || (target === "proxy" && call.verb === "list") ? call.method.toLowerCase() : call.verb;
}

function denial(call: Call, { verb, group, resource, subresource, namespace, name, path }: Attempt): StatusError {
  const who = `User ${JSON.stringify(call.user.name)} cannot`;
  if (path !== undefined)
    return new StatusError(403, "Forbidden", `forbidden: ${who} ${verb} path ${JSON.stringify(path)}`, {});
  const what = subresource === "" ? resource : `${resource}/${subresource}`;
  const where = namespace === "" ? "at the cluster scope" : `in the namespace ${JSON.stringify(namespace)}`;
  const qualified = group === "" ? resource : `${resource}.${group}`;
  const subject = name === "" ? qualified : `${qualified} ${JSON.stringify(name)}`;
  return new StatusError(
    403,
    "Forbidden",
    `${subject} is forbidden: ${who} ${verb} resource ${JSON.stringify(what)} in API group ${JSON.stringify(group)} ${where}`,
    { ...(name === "" ? {} : { name }), ...(group === "" ? {} : { group }), kind: resource },
  );
}
