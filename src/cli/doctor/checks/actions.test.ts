import { expect, test } from "vitest";
import type { Settings } from "../settings.ts";
import { actionLines } from "./actions.ts";
import { dark, fixes, needs, right, told, value, wrong } from "./testing/settings.ts";

test("an action that can move is named, before pins are asked for", () => {
  const loose = { ...needs, uses: ["actions/checkout@v7"] };
  const policy = { enabled: true, allowed_actions: "all" };
  expect(told(wrong({ actions: value({ ...policy, sha_pinning_required: true }) }, loose))).toEqual([
    "missing: pinned actions: actions/checkout@v7 can move: GitHub refuses to run them",
  ]);
  expect(told(wrong({ actions: value({ ...policy, sha_pinning_required: false }) }, loose))).toEqual([
    "missing: pinned actions: actions/checkout@v7 can move",
  ]);
});

test("without actions of one's own, releases are not looked at", () => {
  expect(wrong({ immutable: dark }, { ...needs, publishes: false })).toEqual([]);
});

test("allowing an action takes nothing away that was allowed, and lifts what blocks it", () => {
  const selected = {
    github_owned_allowed: true,
    verified_allowed: false,
    patterns_allowed: ["acme-tools/*", "!docker/*"],
  };
  expect(fixes(wrong({ selected: value(selected) }))).toEqual([
    `echo '{"github_owned_allowed":true,"verified_allowed":false,"patterns_allowed":["acme-tools/*","docker/login-action@*"]}' | gh api --method PUT repos/acme/shop/actions/permissions/selected-actions --input -`,
  ]);
});

test("what an action of this repository uses is not known where it cannot be read: then nobody says that all is well", () => {
  const unread = { ...needs, unread: ["./made-by-a-step"] };
  const says = (settings: Partial<Settings>) =>
    actionLines(unread, { ...right, ...settings }).flatMap(({ status, subject, says }) =>
      ["allowed actions", "pinned actions"].includes(subject) ? [`${status}: ${subject}: ${says}`] : [],
    );
  const words = "what ./made-by-a-step uses: there is no action.yml in this repository";
  expect(
    says({ actions: value({ enabled: true, allowed_actions: "local_only", sha_pinning_required: true }) })[0],
  ).toMatch(/^missing: allowed actions: do not hold/);
  expect(
    says({
      actions: value({ enabled: true, allowed_actions: "selected", sha_pinning_required: true }),
      selected: value({ github_owned_allowed: true, verified_allowed: false, patterns_allowed: ["docker/*"] }),
    }),
  ).toEqual([`cannot see: allowed actions: ${words}`, `cannot see: pinned actions: ${words}`]);
  expect(says({ actions: value({ enabled: true, allowed_actions: "all", sha_pinning_required: true }) })[0]).toBe(
    "ok: allowed actions: hold all that the workflows use",
  );
});
