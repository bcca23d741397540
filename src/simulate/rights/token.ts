import type { Grant } from "../../read/index.ts";
import type { Occasion } from "../event/occasion.ts";

/** GitHub's default where nothing is written and the repository's setting is the restricted one. */
export const restricted: Grant = { contents: "read", packages: "read" };

/** What a token may do in a run that a stranger's code is part of: read, and neither sign nor ask models. */
const readOnly = (grant: Grant): Grant =>
  Object.fromEntries(
    Object.entries(grant).flatMap(([scope, level]) =>
      level === "none" || scope === "id-token" || scope === "models" ? [] : [[scope, "read" as const]],
    ),
  );

const fewer = new Set([
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "create",
  "deployment",
  "deployment_status",
]);

/**
 * What the token of a job may do. A fork's is lowered to reading whatever is written; Dependabot's is only where nothing is
 * written (docs.github.com, "Troubleshooting Dependabot on GitHub Actions").
 */
export function tokenOf(
  written: Grant | undefined,
  { trust, event }: Pick<Occasion, "trust" | "event">,
  policy: Grant,
): Grant {
  const grant = Object.fromEntries(Object.entries(written ?? policy).filter(([, level]) => level !== "none"));
  if (!fewer.has(event)) return grant;
  return trust === "fork" || (trust === "dependabot" && written === undefined) ? readOnly(grant) : grant;
}
