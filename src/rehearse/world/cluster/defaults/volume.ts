import type { JsonObject } from "../json/value.ts";
import { each, fill, through, within } from "./fill.ts";

const mode = 0o644;

export function volumeDefaults(volume: JsonObject): JsonObject {
  // A volume that says nothing but its name is an empty folder.
  if (Object.keys(volume).every((key) => key === "name")) return { ...volume, emptyDir: {} };
  return through(
    volume,
    (v) => within(v, "secret", (source) => fill(source, { defaultMode: mode })),
    (v) => within(v, "configMap", (source) => fill(source, { defaultMode: mode })),
    (v) => within(v, "hostPath", (source) => fill(source, { type: "" })),
    (v) => within(v, "downwardAPI", downward),
    (v) => within(v, "projected", (source) => each(fill(source, { defaultMode: mode }), "sources", projection)),
    (v) => within(v, "ephemeral", (e) => within(e, "volumeClaimTemplate", (t) => within(t, "spec", claimSpec))),
  );
}

const downward = (source: JsonObject): JsonObject => items(fill(source, { defaultMode: mode }));

const items = (source: JsonObject): JsonObject =>
  each(source, "items", (item) => within(item, "fieldRef", (ref) => fill(ref, { apiVersion: "v1" })));

const projection = (source: JsonObject): JsonObject =>
  within(within(source, "downwardAPI", items), "serviceAccountToken", (token) =>
    fill(token, { expirationSeconds: 3600 }),
  );

export const claimSpec = (spec: JsonObject): JsonObject => fill(spec, { volumeMode: "Filesystem", resources: {} });
