/** The builder that needs no Docker beside the real one: the same Dockerfiles, the same config and the same files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { textsAt } from "../../../src/release/json/json.ts";
import { clients } from "../clients.ts";
import { builtByBuildKit, builtByStandIn, contextOf } from "./dockerfiles/built.ts";
import { based, copying, type DockerfileCase, language, refused, settings } from "./dockerfiles/cases.ts";

const on = clients();
const scratch = mkdtempSync(join(tmpdir(), "dockerfiles-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const named = (cases: readonly DockerfileCase[]) => cases.map((one): [string, DockerfileCase] => [one.name, one]);

describe.each([
  ["settings", settings],
  ["language", language],
  ["copying", copying],
] as const)("%s", (_, cases) => {
  test.each(named(cases))("%s", async (_name, one) => {
    const context = contextOf(one, scratch);
    const real = await builtByBuildKit(one, context, scratch, on);
    expect(await builtByStandIn(one, context, scratch)).toEqual(real);
  });
});

describe("on a base", () => {
  const args = [`BASE=${on.engine.images.node}`];
  const built = async (one: DockerfileCase) => {
    const context = contextOf(one, scratch);
    const real = await builtByBuildKit(one, context, scratch, on);
    return { real: real.config, own: (await builtByStandIn(one, context, scratch)).config };
  };
  test.each(named(based))("%s: the config is the base's, and what the Dockerfile says over it", async (_name, one) => {
    const bare = await built({ name: "bare", dockerfile: "ARG BASE\nFROM $BASE\n", args });
    const { real, own } = await built({ ...one, args });
    const Env = [...textsAt(bare.real, "Env"), ...textsAt(own, "Env")];
    expect({ ...bare.real, ...own, Env }).toEqual(real);
  });
});

describe("refused by both", () => {
  test.each(named(refused))("%s", async (_name, one) => {
    const context = contextOf(one, scratch);
    await expect(builtByBuildKit(one, context, scratch, on)).rejects.toThrow();
    await expect(builtByStandIn(one, context, scratch)).rejects.toThrow();
  });
});
