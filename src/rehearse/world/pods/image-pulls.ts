import type { ImagePull, Pulled } from "../cluster/controllers/kubelet/pod-runtime.ts";
import { parseReference, type Reference } from "../images/push.ts";
import { digestOf } from "../registry/digest.ts";
import type { ImageStandIns } from "./image-stand-in.ts";
import { ImageNotFound, ImageStore, type PulledImage } from "./image-store.ts";

export interface ImagePullsOptions {
  /** for what is unpacked */
  readonly folder: string;
  readonly locate: (image: Reference) => Reference;
  readonly standIns: ImageStandIns;
  /** a fault was asked for: it is gone from the registry */
  readonly isMissing: (pull: ImagePull) => boolean;
}

/** Pulls as a kubelet asks for them, in a container runtime's words. */
export class ImagePulls {
  readonly #options: ImagePullsOptions;
  readonly #images: ImageStore;
  readonly #pulled = new Map<string, PulledImage>();

  constructor(options: ImagePullsOptions) {
    this.#options = options;
    this.#images = new ImageStore(options.folder);
  }

  /** What an image's name was found to be. */
  pulled(image: string): PulledImage {
    const found = this.#pulled.get(image);
    if (!found) throw new Error(`the image ${image} was not pulled`);
    return found;
  }

  pull(asked: ImagePull, answer: (pulled: Pulled) => void): () => void {
    const { image } = asked;
    let wanted = true;
    const say = (pulled: Pulled) => {
      if (wanted) answer(pulled);
    };
    const named = parseReference(image);
    if (this.#options.standIns.for(named)) {
      // the digest that was asked for: what is deployed is what production would get, only its process is another
      say({ ok: true, imageId: `${named.registry}/${named.name}@${named.digest ?? digestOf(Buffer.from(image))}` });
      return () => {};
    }
    const reference = this.#options.locate(named);
    const missing = this.#options.isMissing(asked);
    const pulling = missing ? Promise.reject(new ImageNotFound(image)) : this.#images.pull(reference);
    pulling.then(
      (pulled) => {
        this.#pulled.set(image, pulled);
        say({ ok: true, imageId: `${reference.registry}/${reference.name}@${pulled.digest}` });
      },
      (cause: unknown) => say(refusal(image, cause)),
    );
    return () => {
      wanted = false;
    };
  }
}

function refusal(image: string, cause: unknown): Pulled {
  const [code, words] =
    cause instanceof ImageNotFound
      ? ["NotFound", `failed to resolve reference "${image}": ${image}: not found`]
      : ["Unknown", `failed to pull image "${image}": ${cause instanceof Error ? cause.message : String(cause)}`];
  return { ok: false, reason: "ErrImagePull", message: `rpc error: code = ${code} desc = ${words}` };
}
