import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse, parseAllDocuments } from "yaml";
import type { GeneratedFile } from "../../src/cli/action/generated.ts";
import type { Kind } from "../../src/release/access/role.ts";
import { accessTable, accessYaml, fenceYaml } from "../../src/release/access/text.ts";
import config from "../../tidegate.config.ts";

const Kustomization = v.object({
  resources: v.optional(v.array(v.string())),
  components: v.optional(v.array(v.string())),
});

/** The shop's releases: one app, each environment in a namespace of its own. */
const releases = Object.entries(config.environments).map(([environment, { namespace, watch }]) => ({
  app: config.app,
  environment,
  namespaces: [namespace],
  watched: watch !== undefined,
}));

const generated = ["kustomizeconfig", "Kustomization", "Component"];

/** What a kustomization takes, however deep. A component that none names is not deployed, and gets no rights. */
function takenBy(folder: string): readonly string[] {
  const file = join(folder, "kustomization.yaml");
  const { resources = [], components = [] } = v.parse(Kustomization, parse(readFileSync(file, "utf8")));
  const below = [...resources, ...components].map((name) => join(folder, name));
  return [file, ...below.flatMap((path) => (statSync(path).isDirectory() ? takenBy(path) : [path]))];
}

/** Every kind that the overlays and the backups hold; generators make ConfigMaps and Secrets. */
export function bundleKinds(root: string): readonly Kind[] {
  const places = Object.values(config.environments);
  const files = places.flatMap(({ overlay, backup }) => [
    ...takenBy(join(root, overlay)),
    ...(backup === undefined ? [] : [join(root, backup)]),
  ]);
  const kinds = [...new Set(files)].sort().flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const made: readonly Kind[] = [
      ...(text.includes("configMapGenerator:") ? [{ apiVersion: "v1", kind: "ConfigMap" }] : []),
      ...(text.includes("secretGenerator:") ? [{ apiVersion: "v1", kind: "Secret" }] : []),
    ];
    const written = parseAllDocuments(text).flatMap((document): readonly Kind[] => {
      const [apiVersion, kind] = "get" in document ? [document.get("apiVersion"), document.get("kind")] : [];
      return typeof apiVersion === "string" && typeof kind === "string" && !generated.includes(kind)
        ? [{ apiVersion, kind }]
        : [];
    });
    return [...made, ...written];
  });
  return [...new Map(kinds.map((one) => [`${one.apiVersion} ${one.kind}`, one])).values()];
}

/** k8s/bootstrap/access.yaml and docs/access.md, once there are manifests to be deployed. */
export function generatedAccess(root: string): readonly GeneratedFile[] {
  const kinds = bundleKinds(root);
  if (kinds.length === 0) return [];
  const header =
    "# Generated from src/release/access and the kinds in k8s/kustomize by `npm run generate`: do not edit.\n";
  const fenceHeader =
    "# Generated from src/release/access by `npm run generate`: do not edit. Optional, see docs/access.md; it is not part of\n# the kustomization beside it: `kubectl apply -f k8s/bootstrap/fence.yaml`.\n";
  const page = join(root, "docs/access.md");
  const start = "<!-- rules: generated -->";
  const end = "<!-- /rules -->";
  const text = existsSync(page) ? readFileSync(page, "utf8") : `# Access\n\n${start}\n${end}\n`;
  const [before = "", after = ""] = [text.split(start)[0], text.split(end)[1]];
  return [
    { path: "k8s/bootstrap/access.yaml", text: header + accessYaml(releases, kinds) },
    { path: "k8s/bootstrap/fence.yaml", text: fenceHeader + fenceYaml(releases) },
    { path: "docs/access.md", text: `${before}${start}\n\n${accessTable(kinds)}\n\n${end}${after}` },
  ];
}
