import { load } from "js-yaml";
import { isObject, type JsonObject } from "../json/value.ts";
import { badRequest, unsupportedMediaType } from "../status/refusals.ts";
import { apiVersionOf, type ResourceType } from "../types/resource-type.ts";
import type { Call } from "./call.ts";

/** The body as an object of the kind, in the version of the path. */
export function decodeObject(call: Call, type: Pick<ResourceType, "group" | "version" | "kind">): JsonObject {
  const object = decodeBody(call);
  const { kind = type.kind, apiVersion = apiVersionOf(type) } = object;
  if (kind !== type.kind || apiVersion !== apiVersionOf(type)) {
    const [group, version] = splitVersion(String(apiVersion));
    throw badRequest(
      `${String(kind)} in version ${JSON.stringify(version)} cannot be handled as a ${type.kind}: no kind ${JSON.stringify(kind)} is registered for ${group === type.group ? "version" : "the group and version"} ${JSON.stringify(apiVersion)} here`,
    );
  }
  return object;
}

function splitVersion(apiVersion: string): readonly [string, string] {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

export function decodeBody(call: Call): JsonObject {
  const value = parseBody(call);
  if (!isObject(value)) throw badRequest("the object provided is unrecognized (must be of type Object)");
  return value;
}

/** The body as whatever it holds: a JSON patch is a list. */
export function parseBody(call: Call): unknown {
  const type = (call.headers["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
  const source = call.body.toString("utf8");
  if (/[+/]json$/.test(type) || type === "*/*") return parseJson(source);
  if (/yaml$/.test(type)) return parseYaml(source);
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
  );
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type Object): ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function parseYaml(source: string): unknown {
  try {
    return load(source);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}
