import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { GeneratedFile } from "../../src/cli/action/generated.ts";
import type { Kind } from "../../src/release/access/role.ts";
import { accessTable, accessYaml, fenceYaml } from "../../src/release/access/text.ts";

/** The shop's releases: one app, two environments, each in a namespace of its own. */
const releases = ["staging", "production"].map((environment) => ({
  app: "techcommerce",
  environment,
  namespaces: [`techcommerce-${environment}`],
}));

const generated = ["kustomizeconfig", "Kustomization", "Component"];

/** Every kind that the manifests below k8s/kustomize and the backup hold; generators make ConfigMaps and Secrets. */
export function bundleKinds(root: string): readonly Kind[] {
  const files = ["k8s/kustomize", "k8s/backup"].flatMap((folder) => yamlBelow(join(root, folder)));
  const kinds = files.flatMap((file) => {
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

function yamlBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => join(folder, name));
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
