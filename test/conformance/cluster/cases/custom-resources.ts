import { expect } from "vitest";
import { type Bench, ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, condition, number, text } from "../kit/json.ts";
import { refusal } from "../kit/status.ts";
import { names, watchUntil } from "../kit/watch.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** A CustomResourceDefinition is of the whole cluster: each case makes its own group, named after its namespace. */
export async function definition(b: Bench): Promise<{ readonly group: string; readonly plural: string }> {
  const group = `${b.namespace}.example.com`;
  const plural = "tides";
  const made = await b.api.post(definitions, {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural, singular: "tide", kind: "Tide", listKind: "TideList", shortNames: ["td"] },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: "object",
              required: ["spec"],
              properties: {
                spec: {
                  type: "object",
                  required: ["height"],
                  properties: {
                    height: { type: "integer", minimum: 0 },
                    kind: { type: "string", enum: ["spring", "neap"], default: "spring" },
                  },
                },
                status: { type: "object", properties: { seen: { type: "integer" } } },
              },
            },
          },
        },
      ],
    },
  });
  ok(made, 201);
  b.cleanup(() => b.api.delete(`${definitions}/${plural}.${group}`));
  return { group, plural };
}

export const established = (b: Bench, name: string) =>
  b.eventually(async () => {
    const found = ok(await b.api.get(`${definitions}/${name}`), 200);
    expect(condition(found, "Established")).toMatchObject({ status: "True", reason: "InitialNamesAccepted" });
    expect(condition(found, "NamesAccepted")).toMatchObject({ status: "True" });
    const listed = await b.api.get(`/apis/${name.slice(name.indexOf(".") + 1)}/v1/namespaces/${b.namespace}/tides`);
    expect(listed.status).toBe(200);
  });

async function tides(b: Bench): Promise<{ address: string; tide: (name: string, spec?: object) => object }> {
  const { group, plural } = await definition(b);
  await established(b, `${plural}.${group}`);
  return {
    address: `/apis/${group}/v1/namespaces/${b.namespace}/${plural}`,
    tide: (name, spec = { height: 3 }) => ({ apiVersion: `${group}/v1`, kind: "Tide", metadata: { name }, spec }),
  };
}

export const customResources = cases({
  "a custom resource can be made, with the schema's defaults, once its definition is established": async (b) => {
    const { address, tide } = await tides(b);
    const made = ok(await b.api.post(address, tide("high")), 201);
    expect(made).toMatchObject({ kind: "Tide", spec: { height: 3, kind: "spring" }, metadata: { generation: 1 } });
  },
  "the schema refuses by field: wrong type, missing, not in the enum": async (b) => {
    const { address, tide } = await tides(b);
    const wrong = await b.api.post(address, tide("high", { height: "tall" }));
    expect(wrong).toMatchObject(
      refusal(422, "Invalid", { details: { causes: [{ field: "spec.height", reason: "FieldValueTypeInvalid" }] } }),
    );
    expect(text(wrong.body, "message")).toContain("spec.height in body must be of type integer");
    expect(await b.api.post(address, tide("high", {}))).toMatchObject(
      refusal(422, "Invalid", { details: { causes: [{ field: "spec.height", reason: "FieldValueRequired" }] } }),
    );
    const other = await b.api.post(address, tide("high", { height: 1, kind: "ebb" }));
    expect(other).toMatchObject(refusal(422, "Invalid"));
    expect(at(other.body, "details", "causes", 0)).toMatchObject({
      field: "spec.kind",
      reason: "FieldValueNotSupported",
    });
  },
  "unknown fields of a custom resource are pruned": async (b) => {
    const { address, tide } = await tides(b);
    const made = ok(await b.api.post(address, tide("high", { height: 1, colour: "grey" })), 201);
    expect(at(made, "spec")).toEqual({ height: 1, kind: "spring" });
  },
  "status of a custom resource is written only through /status, and keeps the generation": async (b) => {
    const { address, tide } = await tides(b);
    ok(await b.api.post(address, { ...tide("high"), status: { seen: 1 } }), 201);
    const patched = ok(await b.api.patch(`${address}/high/status`, "merge", { status: { seen: 2 } }), 200);
    expect(at(patched, "status", "seen")).toBe(2);
    expect(number(patched, "metadata", "generation")).toBe(1);
    const ignored = ok(await b.api.patch(`${address}/high`, "merge", { status: { seen: 3 } }), 200);
    expect(at(ignored, "status", "seen")).toBe(2);
  },
  "custom resources can be server-side applied and watched": async (b) => {
    const { address, tide } = await tides(b);
    const version = text(ok(await b.api.get(address), 200), "metadata", "resourceVersion");
    const apply = (manager: string, height: number) =>
      b.api.patch(`${address}/high`, "apply", tide("high", { height }), { query: { fieldManager: manager } });
    const events = await watchUntil(
      b.api,
      address,
      { resourceVersion: version },
      (seen) => seen.length === 2,
      async () => {
        ok(await apply("one", 1), 201);
        ok(await apply("one", 2), 200);
      },
    );
    expect(names(events)).toEqual(["ADDED high", "MODIFIED high"]);
    expect(await apply("two", 3)).toMatchObject(refusal(409, "Conflict"));
  },
  "a strategic patch of a custom resource is refused with 415": async (b) => {
    const { address, tide } = await tides(b);
    ok(await b.api.post(address, tide("high")), 201);
    expect(await b.api.patch(`${address}/high`, "strategic", {})).toMatchObject(refusal(415, "UnsupportedMediaType"));
  },
  "the definition appears in discovery, and its removal takes every custom resource": async (b) => {
    const { group, plural } = await definition(b);
    await established(b, `${plural}.${group}`);
    const listed = ok(await b.api.get(`/apis/${group}/v1`), 200);
    expect(at(listed, "resources", 0)).toMatchObject({ name: "tides", kind: "Tide", namespaced: true });
    ok(await b.api.delete(`${definitions}/${plural}.${group}`), 200);
    await b.eventually(async () => {
      expect((await b.api.get(`/apis/${group}/v1/namespaces/${b.namespace}/${plural}`)).status).toBe(404);
      expect((await b.api.get(`${definitions}/${plural}.${group}`)).status).toBe(404);
    });
  },
});
