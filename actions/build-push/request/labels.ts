/** Where it comes from, in OCI's words. GHCR links a package to its repository by `source`. */
export function ownLabels(from: {
  readonly serverUrl: string;
  readonly repository: string | undefined;
  readonly commit: string;
  readonly name: string;
}): Readonly<Record<string, string>> {
  return {
    ...(from.repository === undefined
      ? {}
      : { "org.opencontainers.image.source": `${from.serverUrl}/${from.repository}` }),
    "org.opencontainers.image.revision": from.commit,
    "org.opencontainers.image.title": from.name.split("/").at(-1) ?? from.name,
  };
}
