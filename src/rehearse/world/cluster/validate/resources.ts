import { isObject, type Json } from "../json/value.ts";
import type { Cause } from "../status/status-error.ts";
import { bad } from "./cause.ts";
import { amount, entriesOf } from "./numbers.ts";

const standard = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

export function resourceCauses(path: string, resources: Json | undefined): readonly Cause[] {
  if (!isObject(resources)) return [];
  const { limits, requests } = resources;
  return [
    ...entriesOf(limits).flatMap(([name, value]) => quantityCauses(`${path}.limits[${name}]`, name, value)),
    ...entriesOf(requests).flatMap(([name, value]) => [
      ...quantityCauses(`${path}.requests[${name}]`, name, value),
      ...overLimit(`${path}.requests`, name, value, isObject(limits) ? limits[name] : undefined),
    ]),
  ];
}

function quantityCauses(field: string, name: string, value: Json | undefined): readonly Cause[] {
  const known = standard.test(name) || name.includes("/");
  return [
    ...(known
      ? []
      : [
          bad(field, name, "must be a standard resource type or fully qualified"),
          bad(field, name, "must be a standard resource for containers"),
        ]),
    ...((amount(value) ?? 0) < 0 ? [bad(field, String(value), "must be greater than or equal to 0")] : []),
  ];
}

function overLimit(field: string, name: string, request: Json | undefined, limit: Json | undefined): readonly Cause[] {
  const [asked, most] = [amount(request), amount(limit)];
  if (asked === undefined || most === undefined || asked <= most) return [];
  return [bad(field, String(request), `must be less than or equal to ${name} limit of ${String(limit)}`)];
}
