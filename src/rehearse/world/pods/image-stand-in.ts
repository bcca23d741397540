import type { ImageStandIn, Rehearsal } from "../../../config/index.ts";
import { parseReference, type Reference } from "../images/push.ts";

/** `postgres` is `docker.io/library/postgres`, as Docker has it. */
const fullName = ({ registry, name }: Pick<Reference, "registry" | "name">): string =>
  `${registry}/${registry === "docker.io" && !name.includes("/") ? `library/${name}` : name}`;

/** A stand-in under the full name of the image it stands for. */
export interface Standing extends ImageStandIn {
  readonly image: string;
}

/** What runs in place of images that nothing of the repository builds, and what that means for the containers beside it. */
export class ImageStandIns {
  readonly #all: readonly Standing[];
  readonly #containers: NonNullable<Rehearsal["containers"]>;

  constructor({ standIns = {}, containers = {} }: Pick<Rehearsal, "standIns" | "containers">) {
    this.#all = Object.entries(standIns).map(([name, standIn]) => ({
      ...standIn,
      image: fullName(parseReference(name)),
    }));
    this.#containers = containers;
  }

  get all(): readonly Standing[] {
    return this.#all;
  }

  for(image: Reference): Standing | undefined {
    const full = fullName(image);
    return this.#all.find((standIn) => standIn.image === full);
  }

  /** What a container of this name gets here instead of what its manifest says; `{data}` is a folder its namespace keeps. */
  environment(
    container: string,
    own: Readonly<Record<string, string>>,
    data: string,
  ): Readonly<Record<string, string>> {
    const here = Object.entries(this.#containers[container]?.env ?? {});
    return { ...own, ...Object.fromEntries(here.map(([name, value]) => [name, value.replaceAll("{data}", data)])) };
  }
}
