/** What a registry takes as a name: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const host = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?$|^\[[0-9a-f:]+\](?::\d+)?$/;
const longest = 255;

/** `GHCR.io/Acme/Shop` → `ghcr.io/acme/shop`, or what is wrong with it. */
export function imageName(text: string): { readonly name: string } | { readonly wrong: string } {
  const name = text.toLowerCase();
  if (name.includes("@")) return { wrong: "it ends with a digest; give the name alone" };
  if (/:[^/]*$/.test(name) && name.includes("/")) return { wrong: "it ends with a tag; give the name alone" };
  if (name.includes("://")) return { wrong: "it begins as an address; drop the protocol" };
  if (name.length > longest) return { wrong: `it is longer than ${longest} characters` };
  const [first = "", ...rest] = name.split("/");
  const parts = rest.length > 0 && host.test(first) ? rest : [first, ...rest];
  const bad = parts.find((part) => !component.test(part));
  return bad === undefined ? { name } : { wrong: `'${bad}' is no part of an image's name` };
}
