import { load } from "js-yaml";
import { isObject, type JsonObject } from "../json/value.ts";
import { decodeProtobuf } from "../protobuf/decode.ts";
import { badRequest, unsupportedMediaType } from "../status/refusals.ts";
import { apiVersionOf, type ResourceType } from "../types/resource-type.ts";
import type { Call } from "./call.ts";

/** The body as an object of the kind, in the version of the path. */
export function decodeObject(call: Call, type: Pick<ResourceType, "group" | "version" | "kind">): JsonObject {
  const object = decodeBody(call, type.kind);
  const { kind = type.kind, apiVersion = apiVersionOf(type) } = object;
  if (kind === type.kind && apiVersion === apiVersionOf(type)) return object;
  if (kind === type.kind)
    throw badRequest(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${apiVersionOf(type)})`,
    );
  const goName = (version: unknown, name: unknown) => `${String(version).split("/").at(-1)}.${String(name)}`;
  throw badRequest(
    `${String(kind)} in version ${JSON.stringify(String(apiVersion).split("/").at(-1))} cannot be handled as a ${type.kind}: converting (${goName(apiVersion, kind)}) to (${type.group.split(".")[0] || "core"}.${type.kind}): unknown conversion`,
  );
}

export function decodeBody(call: Call, kind = "Object"): JsonObject {
  const value = parseBody(call, kind);
  if (!isObject(value)) throw badRequest("the object provided is unrecognized (must be of type Object)");
  return value;
}

/** The body as whatever it holds: a JSON patch is a list. */
export function parseBody(call: Call, kind = "Object"): unknown {
  const type = (call.headers["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
  if (type === "application/vnd.kubernetes.protobuf") {
    const object = decodeProtobuf(call.body);
    if (object !== undefined) return object;
  }
  const source = call.body.toString("utf8");
  if (/[+/]json$/.test(type) || type === "*/*") return parseJson(source, kind);
  if (/yaml$/.test(type)) return parseYaml(source);
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf`,
  );
}

function parseJson(source: string, kind: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    const why = error instanceof SyntaxError && /end of|Expected property name/.test(error.message);
    const shown = source === "" ? "<empty>" : source.length > 256 ? `${source.slice(0, 256)} ...` : source;
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why ? "unexpected end of JSON input" : String(error)} (${shown})`,
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
