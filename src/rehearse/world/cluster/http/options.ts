/** The query parameters that go with a request, refused in the words of metav1's option validation. */
import { badRequest, invalid } from "../status/refusals.ts";
import type { Cause } from "../status/status-error.ts";
import { StatusError } from "../status/status-error.ts";
import { notAllowed, unsupported } from "../validate/cause.ts";
import type { Call } from "./call.ts";

const optionsOf: Readonly<Record<string, string>> = {
  create: "CreateOptions",
  update: "UpdateOptions",
  patch: "PatchOptions",
  delete: "DeleteOptions",
  deletecollection: "DeleteOptions",
  list: "ListOptions",
  watch: "ListOptions",
};

export function invalidOptions(call: Call, cause: Cause): StatusError {
  return invalid(optionsOf[call.verb] ?? "GetOptions", "meta.k8s.io", "", [cause]);
}

export function isDryRun(call: Call, asked = call.query.getAll("dryRun")): boolean {
  const known = asked.filter((value) => value !== "");
  if (known.some((value) => value !== "All")) throw invalidOptions(call, unsupported("dryRun", [...known], ["All"]));
  return known.length > 0;
}

export type FieldValidation = "Strict" | "Warn" | "Ignore";

export function fieldValidation(call: Call): FieldValidation {
  const mode = call.query.get("fieldValidation") ?? "";
  if (mode === "Strict" || mode === "Warn" || mode === "Ignore") return mode;
  if (mode === "") return "Warn";
  throw invalidOptions(call, unsupported("fieldValidation", mode, ["", "Ignore", "Strict", "Warn"]));
}

export interface ListWish {
  /** Undefined: not said. */
  readonly version: number | undefined;
  readonly exact: boolean;
  readonly limit: number;
}

export function listWish(call: Call): ListWish {
  const { query } = call;
  const asked = query.get("resourceVersion") ?? "";
  const match = query.get("resourceVersionMatch") ?? "";
  if (match !== "" && asked === "" && call.verb === "list")
    throw invalidOptions(
      call,
      notAllowed("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"),
    );
  if (asked !== "" && !/^\d+$/.test(asked)) {
    const why = `resourceVersion: Invalid value: ${JSON.stringify(asked)}: strconv.ParseUint: parsing ${JSON.stringify(asked)}: invalid syntax`;
    throw call.verb === "watch" ? new StatusError(500, "", why) : badRequest(`invalid resource version: ${why}`);
  }
  const limit = query.get("limit") ?? "";
  if (!/^-?\d*$/.test(limit)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(limit)}: invalid syntax`);
  return { version: asked === "" ? undefined : Number(asked), exact: match === "Exact", limit: Number(limit) };
}
