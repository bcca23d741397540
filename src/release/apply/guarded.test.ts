import { expect, test } from "vitest";
import { releaseAnnotation } from "../identity/marks.ts";
import { textAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";
import type { ApiFailure } from "../kube/status.ts";
import { guarded } from "./guarded.ts";

const wanted: KubeObject = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "conf", namespace: "shop" } };
const written = (by: string, resourceVersion: string): KubeObject => ({
  ...wanted,
  metadata: { ...wanted.metadata, resourceVersion, annotations: { [releaseAnnotation]: by } },
});
const modified: ApiFailure = { code: 409, reason: "Conflict", message: "the object has been modified", causes: [] };

/** A server that holds one object, or none, and takes a write only over the version that it names. */
async function write(held: KubeObject | undefined, known: KubeObject | undefined, refusal = modified) {
  const versions: (string | undefined)[] = [];
  const reply = await guarded({ get: async () => held }, known, "3-1", wanted, async (object) => {
    const version = textAt(object, "metadata", "resourceVersion");
    versions.push(version);
    return held === undefined || version === textAt(held, "metadata", "resourceVersion")
      ? { ok: true, object, warnings: [] }
      : { ok: false, failure: refusal };
  });
  return { reply, versions };
}

test("what nobody changed since the plan is written over that very version", async () => {
  expect(await write(written("1-1", "7"), written("1-1", "7"))).toMatchObject({ reply: { ok: true }, versions: ["7"] });
});

test("a status or a field that changed meanwhile is no reason: read again, and written", async () => {
  expect(await write(written("1-1", "8"), written("1-1", "7"))).toMatchObject({
    reply: { ok: true },
    versions: ["7", "8"],
  });
});

test("our own write, whose answer was lost, is written again", async () => {
  expect(await write(written("3-1", "8"), written("1-1", "7"))).toMatchObject({
    reply: { ok: true },
    versions: ["7", "8"],
  });
});

test("another release has written it since our plan: nothing is written", async () => {
  const { reply, versions } = await write(written("4-1", "8"), written("1-1", "7"));
  expect(versions).toEqual(["7"]);
  expect(reply).toMatchObject({
    ok: false,
    failure: { reason: "Interfered", message: "ConfigMap conf was written by release 4-1 since our plan" },
  });
});

test("fields that others hold are told as they are", async () => {
  const cause = { reason: "FieldManagerConflict", message: 'conflict with "kubectl-edit"', field: ".data.a" };
  const held = { ...modified, causes: [cause] };
  expect(await write(written("1-1", "8"), written("1-1", "7"), held)).toMatchObject({
    reply: { failure: held },
    versions: ["7"],
  });
});

test("what was not there at the plan is created", async () => {
  expect(await write(undefined, undefined)).toMatchObject({ reply: { ok: true }, versions: ["1"] });
});

test("what was not there at the plan, and another release has made since, is left to it", async () => {
  const { reply, versions } = await write(written("4-1", "8"), undefined);
  expect(versions).toEqual(["1"]);
  expect(reply).toMatchObject({ ok: false, failure: { reason: "Interfered" } });
});

test("what was not there at the plan, and a person or a lost answer of ours has made since, is written over", async () => {
  const { metadata, ...rest } = wanted;
  const byHand = { ...rest, metadata: { ...metadata, resourceVersion: "8" } };
  for (const held of [byHand, written("3-1", "8")])
    expect(await write(held, undefined)).toMatchObject({ reply: { ok: true }, versions: ["1", "8"] });
});
