import { join } from "node:path";
import type { RehearsalRequest } from "./request.ts";
import type { World } from "./world/world.ts";

/** The world that a rehearsal asks for. */
export async function worldFor(request: RehearsalRequest): Promise<World> {
  // loaded after the first words are out: it is the larger part of this program
  const { startWorld } = await import("./world/world.ts");
  return startWorld({
    folder: join(request.folder, "world"),
    env: request.env,
    node: request.node,
    docker: request.docker,
    ...(request.cache === undefined ? {} : { cache: request.cache }),
    ...(request.images === undefined ? {} : { images: request.images }),
    ...(request.injections === undefined ? {} : { injections: request.injections }),
    ...(request.real === undefined ? {} : { real: request.real }),
    ...(request.strict === undefined ? {} : { strict: request.strict }),
    packages: request.packages,
    github: { name: request.name, repository: request.repository },
  });
}
