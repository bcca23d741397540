import { isObject, type JsonObject, stringOr } from "../json/value.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, duplicate, notAllowed, required } from "./cause.ts";
import { isLabel } from "./names.ts";

/** The source of a volume, and the field that names what it is made from. */
const namedBy: Readonly<Record<string, string>> = {
  secret: "secretName",
  configMap: "name",
  persistentVolumeClaim: "claimName",
  hostPath: "path",
};

export function volumesCauses(field: string, volumes: readonly JsonObject[]): readonly Cause[] {
  const taken = new Set<string>();
  return volumes.flatMap((volume, i) => {
    const path = `${field}[${i}]`;
    const name = stringOr(volume["name"], "");
    const again = taken.has(name) ? [duplicate(`${path}.name`, name)] : [];
    taken.add(name);
    const [, ...more] = Object.keys(volume).filter((key) => key !== "name");
    return [
      ...(name === "" ? [required(`${path}.name`)] : isLabel(name).map((why) => bad(`${path}.name`, name, why))),
      ...again,
      ...more.map((source) => notAllowed(`${path}.${source}`, "may not specify more than 1 volume type")),
      ...Object.entries(namedBy).flatMap(([source, key]) => {
        const given = volume[source];
        return isObject(given) && stringOr(given[key], "") === "" ? [required(`${path}.${source}.${key}`)] : [];
      }),
    ];
  });
}
