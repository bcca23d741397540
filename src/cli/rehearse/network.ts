import type { AddressInfo } from "node:net";
import {
  isEnclosed,
  isInside,
  openWayOut,
  portInside,
  proxyVariables,
  tellOutside,
} from "../../rehearse/safety/network/enclosure.ts";
import { createProxy } from "../../rehearse/safety/network/proxy.ts";
import type { PartTold } from "../../rehearse/story/event.ts";
import type { Real } from "../../rehearse/world/real.ts";
import type { Io } from "../io.ts";
import { leavesMachine } from "./real.ts";

/** How this rehearsal's network is closed. */
export interface Network {
  readonly part: PartTold;
  /** for every step: the way to package registries */
  readonly env: Readonly<Record<string, string>>;
  readonly allow: (hosts: readonly string[]) => void;
  readonly end: () => void;
}

const closed = (what: string): PartTold => ({ kind: "part", part: "network", how: "stand-in", what });

const whyNoNamespace = (real: Real): string =>
  leavesMachine(real)
    ? "what is real is reached over this machine's own network"
    : "this system gives no network namespace";

export async function networkFor(open: boolean, real: Real, io: Io): Promise<Network> {
  if (open)
    return {
      part: { kind: "part", part: "network", how: "real", what: "open, as --network open asks" },
      env: {},
      allow: () => {},
      end: () => {},
    };
  if (isInside(io.env)) {
    const end = await openWayOut(io.env);
    if (isEnclosed())
      return {
        part: closed("closed by a network namespace; only package registries can be reached"),
        env: proxyVariables(`http://127.0.0.1:${portInside}`),
        allow: (hosts) => tellOutside({ kind: "allow", hosts }),
        end,
      };
    end();
  }
  const allowed = new Set<string>();
  const proxy = createProxy({ allows: (host) => allowed.has(host) });
  const address = await new Promise<AddressInfo | string | null>((resolve) =>
    proxy.listen(0, "127.0.0.1", () => resolve(proxy.address())),
  );
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    part: closed(`closed by proxy variables only, for ${whyNoNamespace(real)}: a program may ignore them`),
    env: proxyVariables(`http://127.0.0.1:${port}`),
    allow: (hosts) => {
      for (const host of hosts) allowed.add(host);
    },
    end: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
