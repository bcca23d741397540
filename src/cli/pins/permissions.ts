import type { PermissionNeed } from "../../spec/index.ts";
import { scopes } from "../../workflow/scopes.gen.ts";
import { UsageError } from "../io.ts";

const isNeed = (need: { scope: string; level: string; reason: string }): need is PermissionNeed => {
  const levels: readonly string[] = Object.entries(scopes).find(([scope]) => scope === need.scope)?.[1] ?? [];
  return levels.includes(need.level);
};

/** `none`, or `contents:read=checks out the code,issues:write=comments`. */
export function permissionsArgument(text: string): readonly PermissionNeed[] {
  if (text === "none") return [];
  return text.split(",").map((part) => {
    const [, scope = "", level = "", reason = ""] = /^\s*([\w-]+):(\w+)=(.+?)\s*$/.exec(part) ?? [];
    const need = { scope, level, reason };
    if (!isNeed(need))
      throw new UsageError(
        `--permissions takes 'none' or SCOPE:LEVEL=REASON,…; came '${part}'. Scopes: ${Object.keys(scopes).join(", ")}`,
      );
    return need;
  });
}
