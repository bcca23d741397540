import { amount } from "../../release/amount.ts";
import { titleOf } from "../../release/kube/object.ts";
import { planLines } from "../../release/plan/make.ts";
import { isEmpty } from "../../release/plan/plan.ts";
import { entryOf, liveEntry } from "../../release/record/head.ts";
import { readHead } from "../../release/record/head-store.ts";
import { readRecord } from "../../release/record/record-store.ts";
import { drift } from "../../release/story/drift.ts";
import { listLines } from "../../release/wiring/list.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Tools } from "./desk.ts";
import type { Called } from "./options.ts";

export async function list({ options }: Called, { site }: Tools, io: Io): Promise<ExitCode> {
  const { head } = await readHead(site.connection.view(site.signal), site.namespace, site.identity);
  io.out(options.json === true ? JSON.stringify(head, null, 2) : listLines(head).join("\n"));
  return 0;
}

export async function show({ options, id }: Called, { site }: Tools, io: Io): Promise<ExitCode> {
  const kube = site.connection.view(site.signal);
  const { head } = await readHead(kube, site.namespace, site.identity);
  const entry = id === undefined ? liveEntry(head) : entryOf(head, id);
  if (entry === undefined) {
    io.err(id === undefined ? "nothing is live" : `release ${id} is not on record`);
    return 1;
  }
  const record = await readRecord(kube, site.namespace, site.identity, entry.id);
  if (options.json === true) {
    io.out(JSON.stringify({ entry, record }, null, 2));
    return 0;
  }
  const lines = [
    ...listLines({ ...head, entries: [entry], notes: [] }).slice(-1),
    `bundle ${entry.bundle}, recorded by ${entry.holder}`,
    ...record.images.map(
      ({ name, digest, scan }) => `image ${name}@${digest}${scan === undefined ? " (not scanned)" : ""}`,
    ),
    ...record.workloads.map((mark) => `${titleOf(mark.ref)}: its pods are as release ${mark.release} made them`),
    ...record.secrets.map(({ ref, keys }) => `${titleOf(ref)}: keys ${keys.join(", ")} (values are not recorded)`),
    amount(record.objects.length, "other object"),
  ];
  io.out(lines.join("\n"));
  return 0;
}

export async function diff({ options, id }: Called, { site }: Tools, io: Io): Promise<ExitCode> {
  const found = await drift(site, id);
  if (found === undefined) {
    io.err(id === undefined ? "nothing is live" : `release ${id} is not on record`);
    return 1;
  }
  const { plan, release } = found;
  const clean = isEmpty(plan) && plan.objects.every(({ taken }) => taken.length === 0);
  if (options.json === true)
    io.out(
      JSON.stringify(
        {
          release,
          drift: !clean,
          objects: plan.objects.map(({ ref, action, changes, taken }) => ({ ref, action, changes, taken })),
        },
        null,
        2,
      ),
    );
  else
    io.out(
      clean
        ? `the cluster is as release ${release} left it`
        : [
            `the cluster is not as release ${release} left it; field: what is there → what the release has`,
            ...planLines(plan).filter((line) => !line.startsWith("=")),
          ].join("\n"),
    );
  return clean ? 0 : 1;
}
