import { at } from "../../../json/path.ts";
import { type JsonObject, objectOr, stringOr } from "../../../json/value.ts";
import { stamp } from "../../work/time.ts";
import type { ContainerState, Ended } from "./state.ts";

const reasonOf = (ended: Ended) => ended.exit.reason ?? (ended.exit.code === 0 ? "Completed" : "Error");

function terminated(ended: Ended): JsonObject {
  const message = ended.message ?? ended.exit.message;
  return {
    terminated: {
      exitCode: ended.exit.code,
      reason: reasonOf(ended),
      ...(message === undefined || message === "" ? {} : { message }),
      startedAt: stamp(ended.since),
      finishedAt: stamp(ended.until),
      containerID: ended.id,
    },
  };
}

function stateOf({ phase }: ContainerState): JsonObject {
  switch (phase.is) {
    case "waiting":
      return {
        waiting: { reason: phase.reason, ...(phase.message === undefined ? {} : { message: phase.message }) },
      };
    case "running":
      return { running: { startedAt: stamp(phase.since) } };
    case "ended":
      return terminated(phase.ended);
  }
}

/** One entry of `status.containerStatuses`. */
export function containerStatus(container: ContainerState): JsonObject {
  const { phase, last } = container;
  const id = phase.is === "running" ? phase.running.id : phase.is === "ended" ? phase.ended.id : last?.id;
  const resources = at(container.spec, "resources");
  return {
    name: container.name,
    state: stateOf(container),
    lastState: last === undefined ? {} : terminated(last),
    ready: container.ready,
    restartCount: container.restarts,
    image: stringOr(container.spec["image"], ""),
    imageID: container.imageId,
    ...(id === undefined ? {} : { containerID: id }),
    started: phase.is === "running" && container.started,
    ...(Object.keys(objectOr(resources)).length === 0 ? {} : { resources }),
  };
}
