import { at } from "../../../json/path.ts";
import { isObject, type JsonObject, objectsOf, stringOr, stringsOf } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";
import type { MountedFile } from "../pod-runtime.ts";
import type { Sources } from "./environment.ts";
import { fieldOf } from "./field.ts";

/** Why a pod's volumes cannot be mounted yet: kubelet waits, tells it, and tries again. */
export function unmountable(pod: KubeObject, sources: Sources): string | undefined {
  for (const volume of objectsOf(at(pod, "spec", "volumes")))
    for (const { type, source } of sourcesOf(volume)) {
      const name = stringOr(source["name"] ?? source["secretName"], "");
      if (source["optional"] === true || sources(type, name) !== undefined) continue;
      const what = type === "secrets" ? "secret" : "configmap";
      return `MountVolume.SetUp failed for volume "${stringOr(volume["name"], "")}" : ${what} "${name}" not found`;
    }
  return undefined;
}

/** The files a container sees from ConfigMaps, Secrets and the downward API. */
export function filesOf(pod: KubeObject, container: JsonObject, sources: Sources): readonly MountedFile[] {
  const volumes = objectsOf(at(pod, "spec", "volumes"));
  return objectsOf(container["volumeMounts"]).flatMap((mount) => {
    const volume = volumes.find((one) => one["name"] === mount["name"]);
    if (volume === undefined) return [];
    const only = stringOr(mount["subPath"]);
    const where = stringOr(mount["mountPath"], "");
    return [...contents(pod, volume, sources)]
      .filter(([path]) => only === undefined || path === only)
      .map(([path, content]) => ({ path: only === undefined ? `${where}/${path}` : where, content }));
  });
}

function* contents(pod: KubeObject, volume: JsonObject, sources: Sources): Iterable<readonly [string, Buffer]> {
  for (const item of [
    ...objectsOf(at(volume, "downwardAPI", "items")),
    ...objectsOf(at(volume, "projected", "sources")).flatMap((one) => objectsOf(at(one, "downwardAPI", "items"))),
  ])
    yield [stringOr(item["path"], ""), Buffer.from(fieldOf(pod, stringOr(at(item, "fieldRef", "fieldPath"), "")))];
  for (const { type, source } of sourcesOf(volume)) {
    const object = sources(type, stringOr(source["name"] ?? source["secretName"], ""));
    if (object === undefined) continue;
    const items = objectsOf(source["items"]);
    const encoding = type === "secrets" ? "base64" : "utf8";
    for (const [key, value] of Object.entries(stringsOf(object["data"]))) {
      const item = items.find((one) => one["key"] === key);
      if (items.length > 0 && item === undefined) continue;
      yield [stringOr(item?.["path"], key), Buffer.from(value, encoding)];
    }
    for (const [key, value] of Object.entries(stringsOf(object["binaryData"])))
      yield [key, Buffer.from(value, "base64")];
  }
}

function* sourcesOf(volume: JsonObject): Iterable<{ type: "configmaps" | "secrets"; source: JsonObject }> {
  const places = [volume, ...objectsOf(at(volume, "projected", "sources"))];
  for (const place of places) {
    const { configMap, secret } = place;
    if (isObject(configMap)) yield { type: "configmaps", source: configMap };
    if (isObject(secret)) yield { type: "secrets", source: secret };
  }
}
