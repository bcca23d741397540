/** One service: a folder with its own tests and its own image. */
export interface Service {
  /** its folder, from the repository's root */
  readonly path: string;
  /** what its tests run on: one of them, with the version */
  readonly runtime: { readonly node: string } | { readonly python: string };
  /** the image's last word, and how the manifests call it; the service's own name unless told */
  readonly image?: string;
  /** the platforms the image is built for; the runner's own unless told */
  readonly platforms?: readonly string[];
  /** lines covered, in percent: fewer fail its tests */
  readonly coverage?: number;
}
