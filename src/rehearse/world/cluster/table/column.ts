import type { Json } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { age } from "./age.ts";

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "date";
  readonly format?: string;
  /** Above 0: only shown by `-o wide`. */
  readonly priority?: number;
  readonly cell: (object: KubeObject, now: number) => Json;
}

export const nameColumn: Column = {
  name: "Name",
  type: "string",
  format: "name",
  cell: (object) => object.metadata.name,
};

export const ageColumn: Column = {
  name: "Age",
  type: "string",
  cell: (object, now) => age(object.metadata.creationTimestamp, now),
};

export const words = (name: string, cell: Column["cell"], priority = 0): Column => ({
  name,
  type: "string",
  priority,
  cell,
});

export const count = (name: string, cell: Column["cell"], priority = 0): Column => ({
  name,
  type: "integer",
  priority,
  cell,
});
