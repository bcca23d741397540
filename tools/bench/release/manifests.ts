import { probe } from "../../../test/engine/release/manifests.ts";
import { configMap, service } from "../../../test/integration/release/manifests.ts";

/** Three services of two pods, each with its configuration: what changes from round to round is the version. */
export const threeServices = (image: string, version: string): readonly object[] =>
  ["one", "two", "three"].flatMap((name) => [
    configMap(name, { version }),
    service(name),
    labelled(probe(name, { image, replicas: 2, env: { VERSION: version } })),
  ]);

/** `kubectl rollout status` follows all that carry it at once. */
export const label = "bench=release";
const labelled = (object: ReturnType<typeof probe>) => ({
  ...object,
  metadata: { ...object.metadata, labels: { bench: "release" } },
});

export const deployments = (image: string, count: number, replicas: number, version: string): readonly object[] =>
  Array.from({ length: count }, (_, at) => probe(`many-${at}`, { image, replicas, env: { VERSION: version } }));
