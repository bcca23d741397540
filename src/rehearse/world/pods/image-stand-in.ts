import { parseReference, type Reference } from "../images/push.ts";

/** What a rehearsal runs in place of an image that nothing of the repository builds, such as a database. */
export interface ImageStandIn {
  /** as manifests name it, without tag and digest: `docker.io/library/postgres` */
  readonly image: string;
  /** one sentence for the report: what is different for those who use it */
  readonly says: string;
  /**
   * A container that sets one of these variables gets all of them, so that a service that knows how can do without:
   * `DATABASE_URL: ""`. `{data}` is a folder that the pods of one namespace share.
   */
  readonly env: Readonly<Record<string, string>>;
}

/** `postgres` is `docker.io/library/postgres`, as Docker has it. */
const fullName = ({ registry, name }: Pick<Reference, "registry" | "name">): string =>
  `${registry}/${registry === "docker.io" && !name.includes("/") ? `library/${name}` : name}`;

export class ImageStandIns {
  readonly #all: readonly (ImageStandIn & { readonly full: string })[];

  constructor(all: readonly ImageStandIn[]) {
    this.#all = all.map((standIn) => ({ ...standIn, full: fullName(parseReference(standIn.image)) }));
  }

  for(image: Reference): ImageStandIn | undefined {
    const full = fullName(image);
    return this.#all.find((standIn) => standIn.full === full);
  }

  /** The environment of a container beside a stand-in: its own, and what the stand-ins ask of those who use them. */
  environment(own: Readonly<Record<string, string>>, data: string): Readonly<Record<string, string>> {
    const asked = this.#all.flatMap(({ env }) =>
      Object.keys(env).some((name) => name in own) ? Object.entries(env) : [],
    );
    return { ...own, ...Object.fromEntries(asked.map(([name, value]) => [name, value.replaceAll("{data}", data)])) };
  }
}
