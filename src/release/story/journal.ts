import { ReleaseError } from "../error.ts";
import type { Entry } from "../record/head.ts";
import { changeHead, readHead } from "../record/head-store.ts";
import { begin } from "../record/moves.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { removeRecords, writeRecord } from "../record/record-store.ts";
import type { Mover } from "../record/status.ts";
import type { Desk } from "./site.ts";

/** The record first, then the head that names it: what is on record as begun can always be taken up again. */
export async function beginRelease(
  desk: Desk,
  entry: Omit<Entry, "status" | "since" | "chunks">,
  record: ReleaseRecord,
  by: Mover,
): Promise<void> {
  const chunks = await writeJournal(desk, record);
  await changeHead(desk.kube, desk.namespace, desk.identity, (head) => begin(head, { ...entry, chunks }, by));
}

/** A killed run may have left a record of this id that no head names: it is nobody's, and makes room. */
async function writeJournal(desk: Desk, record: ReleaseRecord): Promise<number> {
  const { kube, namespace, identity } = desk;
  const first = await writeRecord(kube, namespace, identity, record);
  if (first !== false) return first;
  const { head } = await readHead(kube, namespace, identity);
  await removeRecords(
    kube,
    namespace,
    identity,
    new Set(head.entries.map(({ id }) => id)),
    Number(record.id.split("-")[0]),
  );
  const second = await writeRecord(kube, namespace, identity, record);
  if (second !== false) return second;
  throw new ReleaseError(
    "record",
    `a record of release ${record.id} with other content is in the way`,
    "another run writes under the same order; run again",
  );
}
