import { isObject, type Json, type JsonObject, objectsOf, stringOr, stringsOf } from "../json/value.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, duplicate, missing, required } from "./cause.ts";
import { isLabel } from "./names.ts";
import { oneOf, portCauses, portNameCauses } from "./numbers.ts";
import { probeCauses } from "./probe.ts";
import { resourceCauses } from "./resources.ts";

export function containersCauses(
  field: string,
  containers: readonly JsonObject[],
  volumes: ReadonlySet<string>,
  taken: Set<string>,
): readonly Cause[] {
  return containers.flatMap((container, i) => {
    const path = `${field}[${i}]`;
    const name = stringOr(container["name"], "");
    const again = taken.has(name) ? [duplicate(`${path}.name`, name)] : [];
    taken.add(name);
    return [...nameCauses(path, name), ...again, ...containerCauses(path, container, volumes)];
  });
}

function nameCauses(path: string, name: string): readonly Cause[] {
  if (name === "") return [required(`${path}.name`)];
  return isLabel(name).map((why) => bad(`${path}.name`, name, why));
}

function containerCauses(path: string, container: JsonObject, volumes: ReadonlySet<string>): readonly Cause[] {
  const image = stringOr(container["image"], "");
  return [
    ...(image === "" ? [required(`${path}.image`)] : []),
    ...(image !== image.trim() ? [bad(`${path}.image`, image, "must not have leading or trailing whitespace")] : []),
    ...portsCauses(path, objectsOf(container["ports"])),
    ...objectsOf(container["env"]).flatMap((variable, i) => envCauses(`${path}.env[${i}]`, variable)),
    ...mountsCauses(path, objectsOf(container["volumeMounts"]), volumes),
    ...oneOf(`${path}.imagePullPolicy`, container["imagePullPolicy"], ["Always", "IfNotPresent", "Never"]),
    ...resourceCauses(`${path}.resources`, container["resources"]),
    ...(["livenessProbe", "readinessProbe", "startupProbe"] as const).flatMap((probe) =>
      probeCauses(`${path}.${probe}`, container[probe], probe !== "readinessProbe"),
    ),
  ];
}

function portsCauses(path: string, ports: readonly JsonObject[]): readonly Cause[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const here = `${path}.ports[${i}]`;
    const name = stringOr(port["name"], "");
    const again = name !== "" && names.has(name) ? [duplicate(`${here}.name`, name)] : [];
    names.add(name);
    const number = port["containerPort"];
    return [
      ...(name === "" ? [] : portNameCauses(`${here}.name`, name)),
      ...again,
      ...(number === undefined || number === 0
        ? [required(`${here}.containerPort`)]
        : portCauses(`${here}.containerPort`, number)),
      ...(port["hostPort"] === undefined || port["hostPort"] === 0
        ? []
        : portCauses(`${here}.hostPort`, port["hostPort"])),
      ...oneOf(`${here}.protocol`, port["protocol"], ["SCTP", "TCP", "UDP"]),
    ];
  });
}

const fieldPaths =
  /^(metadata\.(name|namespace|uid|labels\['.+'\]|annotations\['.+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIP|hostIPs|podIP|podIPs))$/;

function envCauses(path: string, variable: JsonObject): readonly Cause[] {
  const name = stringOr(variable["name"], "");
  const from = variable["valueFrom"];
  return [
    ...(name === "" ? [required(`${path}.name`)] : []),
    ...(/^[\x20-\x3c\x3e-\x7e]*$/.test(name)
      ? []
      : [
          bad(
            `${path}.name`,
            name,
            "a valid environment variable name must consist only of printable ASCII characters other than '='",
          ),
        ]),
    ...(isObject(from) ? valueFromCauses(`${path}.valueFrom`, from, variable["value"]) : []),
  ];
}

function valueFromCauses(path: string, from: JsonObject, value: Json | undefined): readonly Cause[] {
  if (value !== undefined && value !== "") return [bad(path, "", "may not be specified when `value` is not empty")];
  if (Object.keys(from).length === 0)
    return [bad(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`")];
  const fieldPath = isObject(from["fieldRef"]) ? stringOr(from["fieldRef"]["fieldPath"], "") : undefined;
  const keyed = (["configMapKeyRef", "secretKeyRef"] as const).flatMap((kind) => {
    const reference = from[kind];
    return isObject(reference) && stringOr(reference["key"], "") === "" ? [required(`${path}.${kind}.key`)] : [];
  });
  if (fieldPath === undefined) return keyed;
  if (fieldPath === "") return [...keyed, required(`${path}.fieldRef.fieldPath`)];
  return fieldPaths.test(fieldPath)
    ? keyed
    : [
        ...keyed,
        bad(
          `${path}.fieldRef.fieldPath`,
          fieldPath,
          `error converting fieldPath: field label not supported: ${fieldPath}`,
        ),
      ];
}

function mountsCauses(path: string, mounts: readonly JsonObject[], volumes: ReadonlySet<string>): readonly Cause[] {
  const paths = new Set<string>();
  return mounts.flatMap((mount, i) => {
    const here = `${path}.volumeMounts[${i}]`;
    const { name = "", mountPath = "" } = stringsOf(mount);
    const again = paths.has(mountPath) ? [bad(`${here}.mountPath`, mountPath, "must be unique")] : [];
    paths.add(mountPath);
    return [
      ...(name === "" ? [required(`${here}.name`)] : volumes.has(name) ? [] : [missing(`${here}.name`, name)]),
      ...(mountPath === "" ? [required(`${here}.mountPath`)] : []),
      ...again,
    ];
  });
}
