import { homedir } from "node:os";
import { join } from "node:path";

/** Where the engine keeps what it has. Root's places do not hang on HOME, which is empty in a fresh CI job. */
export interface Place {
  /** built once, kept between runs: programs and base images, each under a hash of what it was made from */
  readonly cache: string;
  /** one run's data, sockets, logs and record; removed by `down` */
  readonly state: string;
}

export function placeFor(user: { readonly root: boolean; readonly env: NodeJS.ProcessEnv }): Place {
  if (user.root) {
    return {
      cache: user.env.TIDEGATE_ENGINE_CACHE ?? "/var/cache/tidegate-engine",
      // tests start a second engine beside the first, in a network of its own
      state: user.env.TIDEGATE_ENGINE_STATE ?? "/var/lib/tidegate-engine",
    };
  }
  const cache = user.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const state = user.env.XDG_STATE_HOME ?? join(homedir(), ".local/state");
  return { cache: join(cache, "tidegate-engine"), state: join(state, "tidegate-engine") };
}

/** The place of whoever runs this process. */
export const ownPlace = (): Place => placeFor({ root: process.getuid?.() === 0, env: process.env });
