import type { ServerResponse } from "node:http";
import { blob } from "./answers/blob.ts";
import type { Exchange, Stores } from "./answers/exchange.ts";
import { manifest } from "./answers/manifest.ts";
import { startUpload, upload } from "./answers/upload.ts";
import { Refusal } from "./refusal.ts";
import type { Route } from "./route.ts";

function json(response: ServerResponse, value: unknown, type = "application/json"): void {
  response.writeHead(200, { "content-type": type }).end(JSON.stringify(value));
}

/** `?n=2&last=b` pages through a sorted list, the rest announced in a Link header. */
function page(names: readonly string[], { query, response }: Exchange, path: string): readonly string[] {
  const last = query.get("last");
  const after = last === null ? names : names.filter((name) => name > last);
  const asked = query.get("n") ?? String(after.length);
  if (!/^\d+$/.test(asked)) throw new Refusal("PAGINATION_NUMBER_INVALID", `n=${asked}: expected how many, like n=50`);
  const shown = after.slice(0, Number(asked));
  const end = shown.at(-1);
  if (end !== undefined && shown.length < after.length)
    response.setHeader("link", `<${path}?n=${asked}&last=${encodeURIComponent(end)}>; rel="next"`);
  return shown;
}

/** Answers one request that has a route. */
export async function answer(route: Route, exchange: Exchange, stores: Stores): Promise<void> {
  const { response, query } = exchange;
  switch (route.kind) {
    case "ping":
      return json(response, {});
    case "catalog":
      return json(response, { repositories: page(await stores.repositories.names(), exchange, "/v2/_catalog") });
    case "tags":
      return json(response, {
        name: route.name,
        tags: page(await stores.repositories.tags(route.name), exchange, `/v2/${route.name}/tags/list`),
      });
    case "referrers": {
      const type = query.get("artifactType") ?? undefined;
      if (type !== undefined) response.setHeader("oci-filters-applied", "artifactType");
      const manifests = await stores.repositories.referrers(route.name, route.digest, type);
      const index = { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests };
      return json(response, index, index.mediaType);
    }
    case "blob":
      return blob(route, exchange, stores);
    case "upload-start":
      return startUpload(route.name, exchange, stores);
    case "upload":
      return upload(route, exchange, stores);
    case "manifest":
      return manifest(route, exchange, stores);
  }
}
