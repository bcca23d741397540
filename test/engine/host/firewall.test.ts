import { describe, expect, it } from "vitest";
import { emptied, undoing } from "./firewall.ts";

const before = `*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:MINE - [0:0]
-A INPUT -j MINE
COMMIT
`;

const now = `*filter
:INPUT ACCEPT [3:180]
:FORWARD DROP [0:0]
:MINE - [0:0]
:DOCKER - [0:0]
:KUBE-FIREWALL - [0:0]
-A INPUT -j MINE
-A INPUT -s 203.0.113.9/32 -j DROP
-A INPUT -j KUBE-FIREWALL
-A FORWARD -i docker0 -o docker0 -j ACCEPT
-A KUBE-FIREWALL -m comment --comment "-j DOCKER is only said here" -j DROP
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 8080 -j MASQUERADE
COMMIT
`;

describe("what the engine's parts have added to the firewall", () => {
  it("is taken away, rules before the chains they lead to, and the policy put back", () => {
    expect(undoing(before, now).split("\n")).toEqual([
      "*filter",
      ":FORWARD ACCEPT [0:0]",
      "-D INPUT -j KUBE-FIREWALL",
      "-D FORWARD -i docker0 -o docker0 -j ACCEPT",
      "-F DOCKER",
      "-F KUBE-FIREWALL",
      "-X DOCKER",
      "-X KUBE-FIREWALL",
      "COMMIT",
      "*nat",
      "-D PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
      "-D POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 8080 -j MASQUERADE",
      "-F DOCKER",
      "-X DOCKER",
      "COMMIT",
      "",
    ]);
  });

  it("does not include what others have added meanwhile", () => {
    expect(undoing(before, now)).not.toContain("203.0.113.9");
  });

  it("is nothing where nothing was added", () => {
    expect(undoing(before, before)).toBe("");
  });

  it("leaves chains of such names alone that were there before", () => {
    const old = "*filter\n:FORWARD DROP [0:0]\n:DOCKER - [0:0]\n-A FORWARD -o docker0 -j DOCKER\nCOMMIT\n";
    expect(undoing(old, old)).toBe("");
  });
});

describe("tables that the kernel keeps", () => {
  it.each([
    ["new and without rules", "", "*nat\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n", ["nat"]],
    ["new, with a rule of someone's", "", "*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j ACCEPT\nCOMMIT\n", []],
    ["new, with a chain of someone's", "", "*nat\n:OUTPUT ACCEPT [0:0]\n:MINE - [0:0]\nCOMMIT\n", []],
    ["there before", "*nat\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n", "*nat\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n", []],
  ])("%s", (_, then, after, removed) => {
    expect(emptied(then, after)).toEqual(removed);
  });
});
