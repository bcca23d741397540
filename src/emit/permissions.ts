import type { Permissions } from "../workflow/permissions.ts";
import { type Mapping, mapping, plain } from "./tree.ts";

/** `contents: read # checks out the code`: every scope with the reasons for its level. */
export const permissionsTree = (permissions: Permissions): Mapping =>
  mapping(
    [...permissions].map(([scope, { level, reasons }]) => ({
      key: scope,
      value: plain(level),
      note: reasons.join("; "),
    })),
  );
