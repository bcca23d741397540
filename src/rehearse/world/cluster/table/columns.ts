import type { ResourceType } from "../types/resource-type.ts";
import { ageColumn, type Column, nameColumn } from "./column.ts";

const byType: Readonly<Record<string, readonly Column[]>> = {};

/** The columns of a kind; those without their own are shown by name and age. */
export function columnsOf(_type: ResourceType, name: string): readonly Column[] {
  return byType[name] ?? [nameColumn, ageColumn];
}
