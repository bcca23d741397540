import { at, type Path } from "../json/path.ts";
import type { Json } from "../json/value.ts";
import { isObject } from "../json/value.ts";
import type { PrinterColumn, ResourceType } from "../types/resource-type.ts";
import { age } from "./age.ts";
import { ageColumn, type Column, nameColumn } from "./column.ts";
import { otherColumns } from "./other.ts";
import { podColumns } from "./pod.ts";
import * as workloads from "./workloads.ts";

const byType: Readonly<Record<string, readonly Column[]>> = {
  pods: podColumns,
  "deployments.apps": workloads.deploymentColumns,
  "replicasets.apps": workloads.replicaSetColumns,
  "statefulsets.apps": workloads.statefulSetColumns,
  "daemonsets.apps": workloads.daemonSetColumns,
  "jobs.batch": workloads.jobColumns,
  "cronjobs.batch": workloads.cronJobColumns,
  "horizontalpodautoscalers.autoscaling": workloads.autoscalerColumns,
  "poddisruptionbudgets.policy": workloads.budgetColumns,
  ...otherColumns,
};

/** The columns of a kind; those without their own are shown by name and age. */
export function columnsOf(type: ResourceType, name: string): readonly Column[] {
  if (type.columns !== undefined) return [nameColumn, ...type.columns.map(customColumn)];
  return byType[name] ?? [nameColumn, ageColumn];
}

function customColumn({ name, type, jsonPath, priority = 0 }: PrinterColumn): Column {
  const path = stepsOf(jsonPath);
  return {
    name,
    type: type === "integer" || type === "number" || type === "boolean" || type === "date" ? type : "string",
    priority,
    cell: (object, now) => {
      const value = at(object, ...path);
      if (type === "date") return typeof value === "string" ? age(value, now) : "<unknown>";
      return shown(value);
    },
  };
}

/** `.status.conditions[0].type` → the steps; the forms of JSONPath beyond that show nothing. */
function stepsOf(jsonPath: string): Path {
  return jsonPath
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function shown(value: Json | undefined): Json {
  if (value === undefined || value === null) return null;
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : value;
}
