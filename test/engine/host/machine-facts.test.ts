import { describe, expect, it } from "vitest";
import { hierarchies } from "./cgroups.ts";
import { isOwnLink, ownAddress } from "./links.ts";
import { mark, ownProcesses, type Process, parentOf } from "./processes.ts";

describe("cgroup hierarchies", () => {
  it("are read from the mounts, of both versions", () => {
    const mounts = [
      "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
      "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0",
      "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0",
    ];
    expect(hierarchies(mounts.join("\n"))).toEqual(["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/unified"]);
  });
});

describe("links to remove", () => {
  it.each([
    ["docker0", true],
    ["br-0123456789ab", true],
    ["veth1a2b3c4", true],
    ["cni0", true],
    ["eth0", false],
    ["br-lan", false],
    ["veth-of-someone", false],
  ])("%s: %s", (name, own) => {
    expect(isOwnLink(name, [])).toBe(own);
    expect(isOwnLink(name, [name])).toBe(false); // it was there before
  });
});

describe("the node's address", () => {
  const one = { netmask: "255.255.255.0", mac: "02:00:00:00:00:01", cidr: null };
  const loopback = { ...one, family: "IPv4" as const, address: "127.0.0.1", internal: true };
  const outer = { ...one, family: "IPv4" as const, address: "192.0.2.7", internal: false };

  it("is the first that others can reach", () => {
    expect(ownAddress({ lo: [loopback], eth0: [outer] })).toBe("192.0.2.7");
  });

  it("is missing on a machine without network", () => {
    expect(ownAddress({ lo: [loopback] })).toBeUndefined();
  });
});

describe("the engine's processes", () => {
  const state = "/var/lib/x";
  const of = (pid: number, parent: number, ...words: string[]): Process => ({ pid, parent, arguments: words });

  it("are the two with the mark and all that descend from them, in whatever order they are listed", () => {
    const all = [
      of(1, 0, "init"),
      of(40, 30, "containerd-shim"),
      of(50, 40, "pause"),
      of(20, 1, "unshare", mark(state)),
      of(30, 20, "sh", mark(state)),
      of(60, 1, "kubectl", `--kubeconfig=${state}/admin.json`),
    ];
    expect(ownProcesses(state, all).map((one) => one.pid)).toEqual([20, 30, 40, 50]);
  });

  it("are told apart from another engine's", () => {
    expect(ownProcesses(state, [of(20, 1, "unshare", mark("/var/lib/xy"))])).toEqual([]);
  });

  it("have parents whatever their names hold", () => {
    expect(parentOf("77 (a) b (c) S 12 77 0")).toBe(12);
  });
});
