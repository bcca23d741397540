import { at } from "../json/path.ts";
import type { KubeObject } from "../object.ts";
import { badRequest } from "../status/refusals.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";

export type FieldTest = (object: KubeObject) => boolean;

const always = ["metadata.name", "metadata.namespace"];

/** Which fields a selector may name beside name and namespace; Kubernetes lists them by kind. */
const byType: Readonly<Record<string, readonly string[]>> = {
  pods: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
  ],
  events: [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
  secrets: ["type"],
  namespaces: ["status.phase"],
  nodes: ["spec.unschedulable"],
  services: ["spec.clusterIP", "spec.type"],
  replicationcontrollers: ["status.replicas"],
  "replicasets.apps": ["status.replicas"],
  "jobs.batch": ["status.successful"],
};

export function parseFieldSelector(type: ResourceType, text: string): FieldTest {
  const allowed = [...always, ...(byType[typeName(type)] ?? [])];
  const tests = text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part): FieldTest => {
      const found = /^\s*([^=!]+?)\s*(==|=|!=)\s*(.*?)\s*$/.exec(part);
      if (found === null) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
      const [, field = "", operator, value = ""] = found;
      if (!allowed.includes(field)) throw unknownField(type, field);
      const read = (object: KubeObject) => shown(fieldOf(object, field));
      return operator === "!=" ? (object) => read(object) !== value : (object) => read(object) === value;
    });
  return (object) => tests.every((test) => test(object));
}

function fieldOf(object: KubeObject, field: string) {
  if (field === "source") return at(object, "source", "component") ?? at(object, "reportingComponent");
  if (field === "status.successful") return at(object, "status", "succeeded") ?? 0;
  return at(object, ...field.split("."));
}

const shown = (value: unknown) => (value === undefined || value === null ? "" : String(value));

/** Kinds without fields of their own say which there are; the others only that this is none. */
function unknownField(type: ResourceType, field: string) {
  const own = byType[typeName(type)];
  return badRequest(
    own === undefined
      ? `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
      : `field label not supported: ${field}`,
  );
}
