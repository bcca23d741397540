import type { Scope } from "../bundle/scope.ts";
import { unexpected } from "../kube/session.ts";
import { alreadyExists } from "../kube/status.ts";
import type { Site } from "./site.ts";

/** Before anything else, as the lease itself lives in one. Needs a right that the smallest Role does not give. */
export async function createNamespaces(site: Site, scope: Scope): Promise<void> {
  const kube = site.connection.view(site.signal);
  for (const name of new Set([site.namespace, scope.namespace, ...scope.namespaces])) {
    const made = await kube.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    if (made.ok) site.say(`namespace ${name} created`);
    // without that right nobody can tell whether it is there: if it is not, taking the lease will say so
    else if (made.failure.code === 403)
      site.say(`namespace ${name} may not be created by this account: ${made.failure.message}`);
    else if (!alreadyExists(made.failure)) throw unexpected(`creating namespace ${name}`, made.failure);
  }
}

/** Which of them are not there yet: what would go into them cannot be tried on the server. */
export async function missingNamespaces(site: Site, scope: Scope): Promise<ReadonlySet<string>> {
  const kube = site.connection.view(site.signal);
  const missing = new Set<string>();
  for (const name of new Set([scope.namespace, ...scope.namespaces]))
    if ((await kube.get({ apiVersion: "v1", kind: "Namespace", name })) === undefined) missing.add(name);
  return missing;
}
