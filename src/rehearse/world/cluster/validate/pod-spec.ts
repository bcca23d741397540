import { type JsonObject, objectsOf, stringOr, stringsOf } from "../json/value.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, required } from "./cause.ts";
import { containersCauses } from "./container.ts";
import { labelCauses } from "./metadata.ts";
import { isSubdomain } from "./names.ts";
import { oneOf } from "./numbers.ts";
import { volumesCauses } from "./volume.ts";

export function podSpecCauses(field: string, spec: JsonObject): readonly Cause[] {
  const volumes = objectsOf(spec["volumes"]);
  const mountable = new Set([
    ...volumes.map((volume) => stringOr(volume["name"], "")),
    ...objectsOf(spec["volumeClaimTemplates"]).map((claim) => stringOr(claim["name"], "")),
  ]);
  const containers = objectsOf(spec["containers"]);
  const taken = new Set<string>();
  const account = stringOr(spec["serviceAccountName"], "");
  return [
    ...volumesCauses(`${field}.volumes`, volumes),
    ...(containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...containersCauses(`${field}.containers`, containers, mountable, taken),
    ...containersCauses(`${field}.initContainers`, objectsOf(spec["initContainers"]), mountable, taken),
    ...oneOf(`${field}.restartPolicy`, spec["restartPolicy"], ["Always", "OnFailure", "Never"], false),
    ...oneOf(
      `${field}.dnsPolicy`,
      spec["dnsPolicy"],
      ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
      false,
    ),
    ...labelCauses(`${field}.nodeSelector`, stringsOf(spec["nodeSelector"])),
    ...(account === "" ? [] : isSubdomain(account).map((why) => bad(`${field}.serviceAccountName`, account, why))),
    ...(typeof spec["activeDeadlineSeconds"] === "number" && spec["activeDeadlineSeconds"] < 1
      ? [
          bad(
            `${field}.activeDeadlineSeconds`,
            spec["activeDeadlineSeconds"],
            "must be between 1 and 2147483647, inclusive",
          ),
        ]
      : []),
  ];
}
