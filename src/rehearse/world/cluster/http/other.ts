/** Paths that are no resource: discovery, version, health. */
import { aggregated, aggregatedType, apiVersions, groupList, oneGroup, resourceList } from "../discovery/discovery.ts";
import { document, index } from "../openapi/document.ts";
import { unknownResource } from "../status/refusals.ts";
import type { ResourceType } from "../types/resource-type.ts";
import { type Answer, type Call, ok, text, type WholeAnswer } from "./call.ts";
import type { Serving } from "./serving.ts";

const version = {
  major: "1",
  minor: "34",
  emulationMajor: "1",
  emulationMinor: "34",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "33",
  gitVersion: "v1.34.4+tidegate-stand-in",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "node",
  platform: `${process.platform}/${process.arch}`,
} as const;

const health = new Set(["healthz", "livez", "readyz"]);

export function otherPath({ store }: Serving, call: Call): Answer {
  const segments = call.target.kind === "other" ? call.target.segments : [];
  if (call.target.kind === "other" && call.target.unknownResource) throw unknownResource();
  const [first = "", second, third, ...more] = segments;
  const types = store.types.all();
  if (health.has(first)) return text("ok");
  if (first === "version" && second === undefined) return ok(version);
  if (first === "api" && second === undefined)
    return asAggregated(call, types, true) ?? ok(apiVersions(call.headers.host ?? ""));
  if (first === "apis" && second === undefined) return asAggregated(call, types, false) ?? ok(groupList(types));
  if (first === "openapi" && second === "v2") return emptyV2;
  if (first === "openapi" && second === "v3") return openApi(types, segments.slice(2));
  const found =
    first === "api" && third === undefined
      ? resourceList(types, "", second ?? "")
      : first === "apis" && more.length === 0
        ? third === undefined
          ? oneGroup(types, second ?? "")
          : resourceList(types, second ?? "", third)
        : undefined;
  return found === undefined ? nothingHere() : ok(found);
}

/** No Status: that is how the real server answers a path that nobody serves. */
export const nothingHere = (): WholeAnswer => text("404 page not found\n", 404);

function asAggregated(call: Call, types: readonly ResourceType[], core: boolean): Answer | undefined {
  const accept = (call.headers.accept ?? "").replaceAll(" ", "");
  if (!/g=apidiscovery\.k8s\.io/.test(accept) || !/v=v2(;|,|$)/.test(accept)) return undefined;
  return { code: 200, body: aggregated(types, core), type: aggregatedType };
}

/** kubectl reads it before it sends a List: an empty document leaves every check to this server. */
const emptyV2: WholeAnswer = {
  code: 200,
  body: Buffer.alloc(0),
  type: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
};

function openApi(types: readonly ResourceType[], path: readonly string[]): Answer {
  const found = path.length === 0 ? index(types) : document(types, path.join("/"));
  return found === undefined ? nothingHere() : ok(found);
}
