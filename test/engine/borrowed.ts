import type { Connection } from "./connect.ts";
import { EngineFailure } from "./failure.ts";
import type { Place } from "./place.ts";
import type { Progress } from "./progress.ts";

export async function borrow(_place: Place, cluster: string, _progress: Progress): Promise<Connection> {
  throw new EngineFailure(`${cluster} later`);
}
