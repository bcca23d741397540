import * as v from "valibot";
import { ReleaseError } from "../error.ts";
import type { Identity } from "../identity/identity.ts";
import { labels } from "../identity/marks.ts";
import { headName } from "../identity/names.ts";
import { equal } from "../json/equal.ts";
import { parseJson, textAt } from "../json/json.ts";
import type { Kube } from "../kube/kube.ts";
import { type KubeObject, versionOf } from "../kube/object.ts";
import { unexpected } from "../kube/session.ts";
import { alreadyExists, isConflict } from "../kube/status.ts";
import { emptyHead, type Head, headSchema } from "./head.ts";

/** The head as read: `version` is absent while there is none yet. */
export interface HeldHead {
  readonly head: Head;
  readonly version: string | undefined;
}

export async function readHead(kube: Kube, namespace: string, identity: Identity): Promise<HeldHead> {
  const object = await kube.get({ apiVersion: "v1", kind: "ConfigMap", namespace, name: headName(identity) });
  if (object === undefined) return { head: emptyHead(identity.app, identity.environment), version: undefined };
  const parsed = v.safeParse(headSchema, safeJson(textAt(object, "data", "head")));
  if (!parsed.success) {
    throw new ReleaseError(
      "head",
      `ConfigMap ${namespace}/${headName(identity)} holds no head this version can read: ${v.summarize(parsed.issues)}`,
      "it was written by a newer tidegate or edited by hand; nothing was changed",
    );
  }
  return { head: parsed.output, version: versionOf(object) };
}

/**
 * Reads, decides, writes; when another wrote meanwhile, decides anew from what is there now. `change` gives undefined to
 * leave it alone; it must be a pure function of the head, because it may be called more than once.
 */
export async function changeHead(
  kube: Kube,
  namespace: string,
  identity: Identity,
  change: (head: Head) => Head | undefined,
): Promise<Head> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const { head, version } = await readHead(kube, namespace, identity);
    const wanted = change(head);
    if (wanted === undefined || same(wanted, head)) return head;
    const object = headObject(namespace, identity, wanted, version);
    const reply = version === undefined ? await kube.create(object) : await kube.replace(object);
    if (reply.ok) return wanted;
    if (!isConflict(reply.failure) && !alreadyExists(reply.failure))
      throw unexpected("writing the head", reply.failure);
    // a lost answer: our own write is already there
    const now = await readHead(kube, namespace, identity);
    if (same(now.head, wanted)) return wanted;
  }
  throw new ReleaseError(
    "head",
    "the head changed twenty times while we tried to change it",
    "run the same command again",
  );
}

/** Whatever order the keys came in. */
const same = (a: Head, b: Head) => equal(parseJson(JSON.stringify(a)), parseJson(JSON.stringify(b)));

function headObject(namespace: string, identity: Identity, head: Head, version: string | undefined): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: headName(identity),
      namespace,
      labels: labels(identity),
      ...(version === undefined ? {} : { resourceVersion: version }),
    },
    data: { head: JSON.stringify(head, null, 1) },
  };
}

function safeJson(text: string | undefined) {
  try {
    return text === undefined ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}
