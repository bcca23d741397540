import { ActionError, type Digest, type InputsOf } from "../../src/action/index.ts";
import { imageName } from "../../src/release/registry/image-name.ts";
import type { spec } from "./spec.ts";

export type Inputs = InputsOf<typeof spec>;

type Named = Pick<Inputs, "name" | "image" | "layout" | "folder" | "sbom">;

/** What there is to scan. */
export type Subject =
  | { readonly kind: "image"; readonly name: string; readonly digest: Digest; readonly layout: string | undefined }
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "sbom"; readonly file: string };

const wrong = (came: string) =>
  new ActionError("no-subject", "exactly one thing can be scanned at a time", {
    expected: "an image (`name` and `image`, or `layout` and `image`), a `folder`, or an `sbom`",
    came,
  });

/** An image goes by its digest: a tag could be another image by the time it is deployed. */
export function subjectOf({ name, image, layout, folder, sbom }: Named): Subject {
  const given = [
    ...(name === undefined ? [] : ["name"]),
    ...(image === undefined ? [] : ["image"]),
    ...(layout === undefined ? [] : ["layout"]),
    ...(folder === undefined ? [] : ["folder"]),
    ...(sbom === undefined ? [] : ["sbom"]),
  ];
  const came = given.length === 0 ? "nothing" : given.join(", ");
  if (folder !== undefined && given.length === 1) return { kind: "folder", folder };
  if (sbom !== undefined && given.length === 1) return { kind: "sbom", file: sbom };
  if (image === undefined || folder !== undefined || sbom !== undefined || (name === undefined && layout === undefined))
    throw wrong(came);
  const read = imageName(name ?? "image");
  if ("wrong" in read) throw new ActionError("no-subject", `name: ${read.wrong}`, { came: name ?? "" });
  return { kind: "image", name: read.name, digest: image, layout };
}

export const platformsWanted = ({ platforms }: Inputs): readonly string[] | undefined =>
  platforms === undefined || platforms.length === 0 ? undefined : platforms;
