import type { Identity } from "../identity/identity.ts";
import { labels } from "../identity/marks.ts";
import { keyName } from "../identity/names.ts";
import { textAt } from "../json/json.ts";
import type { Kube } from "../kube/kube.ts";
import type { KubeObject } from "../kube/object.ts";
import { unexpected } from "../kube/session.ts";
import { alreadyExists } from "../kube/status.ts";

/** The key for the digests of Secrets: random, kept in the cluster, made only when a bundle first holds a Secret. */
export async function secretKey(
  kube: Kube,
  namespace: string,
  identity: Identity,
  fresh: () => Buffer,
): Promise<Buffer> {
  const ref = { apiVersion: "v1", kind: "Secret", namespace, name: keyName(identity) };
  const read = async () => {
    const text = textAt(await kube.get(ref), "data", "key");
    return text === undefined ? undefined : Buffer.from(text, "base64");
  };
  const there = await read();
  if (there !== undefined) return there;
  const key = fresh();
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: ref.name, namespace, labels: labels(identity) },
    immutable: true,
    data: { key: key.toString("base64") },
  };
  const reply = await kube.create(object);
  if (reply.ok) return key;
  if (alreadyExists(reply.failure)) return (await read()) ?? key;
  throw unexpected("making the key for Secret digests", reply.failure);
}
