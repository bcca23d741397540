import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { scenario, trivyScan, withoutRequests } from "./world.ts";

test("findings: each platform is scanned, each finding is told once, the report is written beside", async () => {
  const transcript = await play(scenario(await trivyScan(), { with: { "report-folder": "reports" } }));
  await expect(withoutRequests(transcript.text)).toMatchFileSnapshot("snapshots/findings.txt");
});

test("the container gets no variable, no way to rights, no network while it looks, and no image while it has one", async () => {
  const { calls } = await play(scenario(await trivyScan(), { with: { password: "registry-password-1" } }));
  expect(calls.length).toBe(3);
  for (const { args } of calls) {
    expect(args).toContain("--cap-drop=ALL");
    expect(args).toContain("--security-opt=no-new-privileges");
    expect(args).toContain("--read-only");
    expect(args.filter((arg) => /^(-e|--env|--env-file|--privileged|-v|--volume|--device)/.test(arg))).toEqual([]);
    expect(args.join(" ")).not.toMatch(/docker\.sock|registry-password-1|ghs_/);
    const hasNetwork = !args.includes("--network=none");
    expect(args.some((arg) => arg.includes("target=/image"))).toBe(!hasNetwork);
    expect(args.filter((arg) => arg.includes("type=bind") && !arg.endsWith(",readonly"))).toEqual([]);
  }
});
