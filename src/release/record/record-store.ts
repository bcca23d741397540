import { ReleaseError } from "../error.ts";
import type { Identity } from "../identity/identity.ts";
import { labels } from "../identity/marks.ts";
import { parseRecordName, recordName } from "../identity/names.ts";
import { equal } from "../json/equal.ts";
import { parseJson, textAt } from "../json/json.ts";
import type { Kube } from "../kube/kube.ts";
import { type KubeObject, type Ref, uidOf } from "../kube/object.ts";
import { unexpected } from "../kube/session.ts";
import { alreadyExists } from "../kube/status.ts";
import { pack, unpack } from "./chunks.ts";
import { parseRecord } from "./parse.ts";
import type { ReleaseRecord } from "./record.ts";

const ref = (namespace: string, name: string): Ref => ({ apiVersion: "v1", kind: "ConfigMap", namespace, name });

/** False when a record of this id but other content is already there: a killed run left it; take the next id. */
export async function writeRecord(
  kube: Kube,
  namespace: string,
  identity: Identity,
  record: ReleaseRecord,
): Promise<number | false> {
  const { chunks, digest } = pack(JSON.stringify(record));
  // the first chunk last: where it stands, the record is whole
  for (const [index, chunk] of [...chunks.entries()].reverse()) {
    const object: KubeObject = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: recordName(identity, record.id, index), namespace, labels: labels(identity) },
      immutable: true,
      data: { release: record.id, digest, chunks: String(chunks.length) },
      binaryData: { chunk },
    };
    const reply = await kube.create(object);
    if (reply.ok) continue;
    if (!alreadyExists(reply.failure)) throw unexpected(`writing the record of ${record.id}`, reply.failure);
    const there = await kube.get(ref(namespace, object.metadata.name));
    if (!equal(there?.["binaryData"], object["binaryData"]) || !equal(there?.["data"], object["data"])) return false;
  }
  return chunks.length;
}

export async function readRecord(
  kube: Kube,
  namespace: string,
  identity: Identity,
  id: string,
): Promise<ReleaseRecord> {
  const first = await kube.get(ref(namespace, recordName(identity, id, 0)));
  if (first === undefined) {
    throw new ReleaseError(
      "record",
      `the record of release ${id} is not in namespace ${namespace}`,
      "tidegate release list shows what is on record",
    );
  }
  const count = Number(textAt(first, "data", "chunks") ?? "1");
  const chunks = [textAt(first, "binaryData", "chunk") ?? ""];
  for (let index = 1; index < count; index++) {
    const next = await kube.get(ref(namespace, recordName(identity, id, index)));
    chunks.push(textAt(next, "binaryData", "chunk") ?? "");
  }
  return parseRecord(parseJson(unpack({ chunks, digest: textAt(first, "data", "digest") ?? "" })));
}

/** Removes records that are on no head: trimmed ones, and what a killed run left. */
export async function removeRecords(
  kube: Kube,
  namespace: string,
  identity: Identity,
  keep: ReadonlySet<string>,
  below: number,
): Promise<void> {
  const labelled = Object.entries(labels(identity)).map(([key, value]) => `${key}=${value}`);
  for await (const page of kube.pages({ apiVersion: "v1", kind: "ConfigMap", namespace, labels: labelled.join(",") })) {
    for (const object of page.items) {
      const found = parseRecordName(identity, object.metadata.name);
      // a higher order may be a run that has written its record but not yet its head
      if (found === undefined || keep.has(found.id) || Number(found.id.split("-")[0]) > below) continue;
      await kube.remove(ref(namespace, object.metadata.name), uidOf(object));
    }
  }
}
