import type { PermissionNeed } from "../../spec/index.ts";
import { scopes } from "../../workflow/scopes.gen.ts";
import { UsageError } from "../io.ts";

/** A permission as an action's declaration has it; undefined where GitHub has no such scope or level. */
export function permissionNeed(scope: string, level: string, reason: string): PermissionNeed | undefined {
  const need = { scope, level, reason };
  return isNeed(need) ? need : undefined;
}

const isNeed = (need: { scope: string; level: string; reason: string }): need is PermissionNeed => {
  const levels: readonly string[] = Object.entries(scopes).find(([scope]) => scope === need.scope)?.[1] ?? [];
  return levels.includes(need.level);
};

/** `none`, or `contents:read=checks out the code,issues:write=comments`. */
export function permissionsArgument(text: string): readonly PermissionNeed[] {
  if (text === "none") return [];
  return text.split(",").map((part) => {
    const [, scope = "", level = "", reason = ""] = /^\s*([\w-]+):(\w+)=(.+?)\s*$/.exec(part) ?? [];
    const need = permissionNeed(scope, level, reason);
    if (need === undefined)
      throw new UsageError(
        `--permissions takes 'none' or SCOPE:LEVEL=REASON,…; came '${part}'. Scopes: ${Object.keys(scopes).join(", ")}`,
      );
    return need;
  });
}
