import { at } from "../json/path.ts";
import { isObject, type JsonObject, listOr, numberOr, objectOr, objectsOf, stringOr } from "../json/value.ts";
import { isKubeObject, type KubeObject } from "../object.ts";
import type { PrinterColumn, ResourceType, ScalePaths, Subresource } from "../types/resource-type.ts";
import { schemaDefaults } from "./defaults.ts";
import { rootShape } from "./shape.ts";
import { schemaCauses } from "./validate.ts";

/** The types a definition makes served, the stored version first. */
export function typesOf(definition: KubeObject): readonly ResourceType[] {
  const spec = objectOr(definition["spec"]);
  const versions = objectsOf(spec["versions"]).filter(
    (version) => version["served"] === true || version["storage"] === true,
  );
  return versions
    .toSorted((a, b) => Number(b["storage"] === true) - Number(a["storage"] === true))
    .map((version) => typeOf(spec, version));
}

function typeOf(spec: JsonObject, version: JsonObject): ResourceType {
  const names = objectOr(spec["names"]);
  const group = stringOr(spec["group"], "");
  const name = stringOr(version["name"], "");
  const kind = stringOr(names["kind"], "");
  const schema = objectOr(at(version, "schema", "openAPIV3Schema"));
  const keeps = spec["preserveUnknownFields"] === true || Object.keys(schema).length === 0;
  const scale = scalePaths(at(version, "subresources", "scale"));
  return {
    group,
    version: name,
    resource: stringOr(names["plural"], ""),
    singular: stringOr(names["singular"], kind.toLowerCase()),
    kind,
    namespaced: spec["scope"] !== "Cluster",
    shortNames: listOr(names["shortNames"]).map(String),
    categories: listOr(names["categories"]).map(String),
    subresources: subresources(kind, isObject(at(version, "subresources", "status")), scale !== undefined),
    generation: "all but metadata and status",
    names: "subdomain",
    columns: columns(version),
    shape: rootShape(`${group}.${name}.${kind}`, keeps ? {} : schema),
    defaults: (object) => {
      const filled = schemaDefaults(schema, object);
      return isKubeObject(filled) ? filled : object;
    },
    validate: (object) => schemaCauses(schema, object, ""),
    custom: true,
    ...(scale === undefined ? {} : { scalePaths: scale }),
  };
}

function subresources(kind: string, status: boolean, scale: boolean): readonly Subresource[] {
  const verbs = ["get", "patch", "update"];
  return [
    ...(status ? [{ name: "status", kind, verbs }] : []),
    ...(scale ? [{ name: "scale", kind: "Scale", verbs, group: "autoscaling", version: "v1" }] : []),
  ];
}

function scalePaths(scale: unknown): ScalePaths | undefined {
  if (!isObject(scale)) return undefined;
  const selector = stringOr(scale["labelSelectorPath"]);
  return {
    spec: stringOr(scale["specReplicasPath"], ".spec.replicas"),
    status: stringOr(scale["statusReplicasPath"], ".status.replicas"),
    ...(selector === undefined ? {} : { selector }),
  };
}

function columns(version: JsonObject): readonly PrinterColumn[] {
  const age = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };
  const own = objectsOf(version["additionalPrinterColumns"]).map((column) => ({
    name: stringOr(column["name"], ""),
    type: stringOr(column["type"], "string"),
    jsonPath: stringOr(column["jsonPath"], ""),
    priority: numberOr(column["priority"], 0),
  }));
  return own.length === 0 ? [age] : own;
}
