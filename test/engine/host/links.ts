import { networkInterfaces } from "node:os";
import * as v from "valibot";
import { must, run } from "./run.ts";

const linksSchema = v.array(v.object({ ifname: v.string() }));

export async function linkNames(): Promise<string[]> {
  const listed = v.parse(linksSchema, JSON.parse(await must(["ip", "-json", "link", "show"])));
  return listed.map((link) => link.ifname);
}

/** Links that dockerd and the CNI plugins make: bridges, and the machine's ends of containers' cables. */
const own = /^(docker0|br-[0-9a-f]{12}|cni0|veth[0-9a-f]+)$/;

export const isOwnLink = (name: string, before: readonly string[]): boolean => own.test(name) && !before.includes(name);

export async function removeLinks(before: readonly string[]): Promise<void> {
  for (const name of (await linkNames()).filter((link) => isOwnLink(link, before))) {
    // its other end may just have gone with its namespace, and it with that
    await run(["ip", "link", "delete", name]);
  }
}

/** The address by which the machine is known outside of itself: the first that is neither loopback nor internal. */
export function ownAddress(interfaces = networkInterfaces()): string | undefined {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .find((address) => address.family === "IPv4" && !address.internal)?.address;
}
