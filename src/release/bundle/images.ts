import { type KubeObject, refOf, titleOf } from "../kube/object.ts";
import { containersOf } from "./template.ts";

export interface WantedImage {
  /** As the manifests write it, without tag or digest: `ghcr.io/acme/frontend` or a placeholder such as `frontend`. */
  readonly name: string;
  readonly newName?: string;
  readonly digest: string;
}

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** `registry:5000/a/b:1.2@sha256:…` → its parts; the tag's colon comes after the last slash. */
export function parseImage(image: string): { name: string; tag?: string; digest?: string } {
  const [front = "", digest] = image.split("@", 2);
  const colon = front.indexOf(":", front.lastIndexOf("/") + 1);
  return {
    name: colon < 0 ? front : front.slice(0, colon),
    ...(colon < 0 ? {} : { tag: front.slice(colon + 1) }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** `name=digest`, `name=new/name@digest` → what it wants; a problem in one sentence otherwise. */
export function readWanted(name: string, value: string): WantedImage | string {
  const text = value.trim();
  if (text === "")
    return `images: the digest of ${name} is empty; a job output that contains a masked value is dropped by GitHub, so look at the job that built it`;
  const at = text.lastIndexOf("@");
  const digest = at < 0 ? text : text.slice(at + 1);
  if (!digestForm.test(digest))
    return `images: ${name}: expected sha256: and 64 hexadecimal digits, came ${JSON.stringify(value)}`;
  return at < 0 ? { name, digest } : { name, newName: text.slice(0, at), digest };
}

/**
 * Every image a workload runs is named by digest, and every image that was to be deployed is really in the bundle: a
 * deploy that silently leaves the old image in place is the complaint heard most often of deploy actions.
 */
export function imageProblems(objects: readonly KubeObject[], wanted: readonly WantedImage[]): readonly string[] {
  const used = objects.flatMap((object) =>
    containersOf(object).map((container) => ({ object, container, image: parseImage(container.image) })),
  );
  const loose = used
    .filter(({ image }) => image.digest === undefined)
    .map(
      ({ object, container, image }) =>
        `${titleOf(refOf(object))}, container ${container.name}: image ${JSON.stringify(container.image)} is not named by digest${similar(image.name, wanted)}`,
    );
  const missing = wanted
    .filter(
      ({ name, newName, digest }) =>
        !used.some(({ image }) => image.name === (newName ?? name) && image.digest === digest),
    )
    .map(
      ({ name }) =>
        `image ${name} was to be deployed, but no workload of the bundle uses that name; it uses ${names(used.map(({ image }) => image.name))}`,
    );
  return [...loose, ...missing];
}

const names = (list: readonly string[]) =>
  list.length === 0 ? "no image at all" : [...new Set(list)].sort().join(", ");

function similar(name: string, wanted: readonly WantedImage[]): string {
  const close = wanted.find((one) => one.name.split("/").at(-1) === name.split("/").at(-1));
  return close === undefined ? "; add it to `images`" : `; \`images\` has ${close.name}: did you mean that name?`;
}
