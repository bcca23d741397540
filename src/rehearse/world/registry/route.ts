import { isDigest } from "./digest.ts";
import { Refusal } from "./refusal.ts";

/** What a request's path asks for: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints */
export type Route =
  | { readonly kind: "ping" }
  | { readonly kind: "catalog" }
  | { readonly kind: "blob"; readonly name: string; readonly digest: string }
  | { readonly kind: "upload-start"; readonly name: string }
  | { readonly kind: "upload"; readonly name: string; readonly id: string }
  | { readonly kind: "manifest"; readonly name: string; readonly reference: string }
  | { readonly kind: "tags"; readonly name: string }
  | { readonly kind: "referrers"; readonly name: string; readonly digest: string };

const component = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const nameForm = new RegExp(`^${component}(?:/${component})*$`);
const tagForm = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

export const isTag = (reference: string): boolean => tagForm.test(reference);

export const isRepositoryName = (name: string): boolean => nameForm.test(name) && name.length <= 255;

function repository(name: string): string {
  if (isRepositoryName(name)) return name;
  throw new Refusal(
    "NAME_INVALID",
    `"${name}" is no repository name: lower-case parts joined by "/", like shop/frontend`,
  );
}

/** `/v2/shop/frontend/manifests/main` → the manifest `main` of `shop/frontend`; undefined where no endpoint has that form. */
export function routeOf(path: string): Route | undefined {
  if (path === "/v2" || path === "/v2/") return { kind: "ping" };
  if (path === "/v2/_catalog") return { kind: "catalog" };
  const match = /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|tags|referrers)(?:\/([^/]*))?$/.exec(path);
  if (!match) return undefined;
  const [, rawName = "", noun, last = ""] = match;
  const name = repository(rawName);
  switch (noun) {
    case "blobs/uploads":
      return last === "" ? { kind: "upload-start", name } : { kind: "upload", name, id: last };
    case "tags":
      return last === "list" ? { kind: "tags", name } : undefined;
    case "manifests":
      if (isDigest(last) || isTag(last)) return { kind: "manifest", name, reference: last };
      throw new Refusal("MANIFEST_INVALID", `"${last}" is neither a tag nor a sha256 digest`);
    default:
      if (!isDigest(last)) throw new Refusal("DIGEST_INVALID", `"${last}" is no sha256 digest`);
      return noun === "blobs" ? { kind: "blob", name, digest: last } : { kind: "referrers", name, digest: last };
  }
}
