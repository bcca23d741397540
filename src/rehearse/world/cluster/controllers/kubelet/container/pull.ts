import { stringOr } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";
import { fieldPathOf, type Surroundings } from "../pod/surroundings.ts";
import { duration } from "./back-off.ts";
import type { ContainerState } from "./state.ts";

/** `latest` or no tag at all means Always, a digest or another tag IfNotPresent, unless the spec says. */
function policyOf(container: ContainerState, image: string): string {
  const said = stringOr(container.spec["imagePullPolicy"]);
  if (said !== undefined) return said;
  if (image.includes("@")) return "IfNotPresent";
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag === undefined || tag === "latest" ? "Always" : "IfNotPresent";
}

/** Sees to it that the image is there; `then` is called when it is, `again` after a pause when it is not. */
export function ensureImage(
  here: Surroundings,
  pod: KubeObject,
  container: ContainerState,
  then: () => void,
  again: (ms: number) => void,
): () => void {
  const image = stringOr(container.spec["image"], "");
  const where = fieldPathOf(container);
  const policy = policyOf(container, image);
  const present = here.images.get(image);
  if (present !== undefined && policy !== "Always") {
    here.events.normal(pod, "Pulled", `Container image "${image}" already present on machine`, where);
    container.imageId = present;
    then();
    return () => {};
  }
  if (policy === "Never") {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    here.events.warning(pod, "ErrImageNeverPull", message, where);
    container.phase = { is: "waiting", reason: "ErrImageNeverPull", message };
    again(here.timing.first);
    return () => {};
  }
  const began = here.clock.now();
  here.events.normal(pod, "Pulling", `Pulling image "${image}"`, where);
  return here.runtime.pull({ image, pod, container: container.spec }, (pulled) => {
    const now = here.clock.now();
    if (pulled.ok) {
      const took = duration(now - began);
      const size = pulled.size ?? 0;
      here.events.normal(
        pod,
        "Pulled",
        `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${size} bytes.`,
        where,
      );
      here.images.set(image, pulled.imageId);
      container.imageId = pulled.imageId;
      then();
      return;
    }
    const { reason, message } = pulled;
    if (reason === "InvalidImageName") {
      here.events.warning(pod, "InspectFailed", message, where);
      here.events.warning(pod, "Failed", "Error: InvalidImageName", where);
      container.phase = { is: "waiting", reason, message };
      again(here.timing.first);
      return;
    }
    here.events.warning(pod, "Failed", `Failed to pull image "${image}": ${message}`, where);
    here.events.warning(pod, "Failed", `Error: ${reason}`, where);
    container.phase = { is: "waiting", reason, message };
    container.pullBackOff.step(now);
    again(container.pullBackOff.pause);
  });
}

/** A little after the failure kubelet looks again, finds the pause not over, and says so. */
export function sayPullBackOff(here: Surroundings, pod: KubeObject, container: ContainerState): void {
  const { phase } = container;
  if (phase.is !== "waiting" || phase.reason !== "ErrImagePull") return;
  const image = stringOr(container.spec["image"], "");
  const where = fieldPathOf(container);
  here.events.normal(pod, "BackOff", `Back-off pulling image "${image}"`, where);
  here.events.warning(pod, "Failed", "Error: ImagePullBackOff", where);
  container.phase = {
    is: "waiting",
    reason: "ImagePullBackOff",
    message: `Back-off pulling image "${image}": ErrImagePull: ${phase.message ?? ""}`,
  };
}
