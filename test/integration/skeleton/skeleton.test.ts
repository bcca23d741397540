import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { generate } from "../../../src/emit/generate.ts";
import { rehearse } from "../../../src/rehearse/rehearse.ts";
import type { RehearsalEvent } from "../../../src/rehearse/story/event.ts";
import type { World } from "../../../src/rehearse/world/world.ts";
import { bundle } from "../../../tools/bundle/bundle.ts";
import { plainRequest } from "../rehearse/request.ts";
import skeleton from "./deploy.ts";

const root = join(import.meta.dirname, "../../..");

/** A repository of its own: the project, its generated workflow, and the one action as it is shipped. */
async function repository(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "skeleton-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, "examples/hello"), join(folder, "examples/hello"), { recursive: true });
  const { files, problems } = generate([{ workflow: skeleton, name: "skeleton", from: "workflows-src/skeleton.ts" }]);
  expect(problems).toEqual([]);
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  for (const file of files) writeFileSync(join(folder, file.path), file.text);
  const action = join(folder, "actions/kustomize-deploy");
  mkdirSync(action, { recursive: true });
  cpSync(join(root, "actions/kustomize-deploy/action.yml"), join(action, "action.yml"));
  cpSync(await bundle(root, "actions/kustomize-deploy/main.ts"), join(action, "dist"), { recursive: true });
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
  return folder;
}

/** The greeting of the configuration that the Deployment's pods are made with. */
function greetingIn(world: World | undefined): string {
  const deployment = JSON.stringify(world?.cluster?.store.get("deployments.apps", "hello-staging", "hello") ?? {});
  const name = /"configMapRef":\{"name":"([^"]+)"/.exec(deployment)?.[1] ?? "";
  const map = JSON.stringify(world?.cluster?.store.get("configmaps", "hello-staging", name) ?? {});
  return /"GREETING":"([^"]+)"/.exec(map)?.[1] ?? "nothing";
}

test("TypeScript to YAML, a run of it here, a digest, a Deployment, a smoke check, and back again", async () => {
  const folder = await repository();
  const events: RehearsalEvent[] = [];
  const running: string[] = [];
  let world: World | undefined;
  const end = await rehearse({
    ...plainRequest(folder),
    workflow: join(folder, ".github/workflows/skeleton.yml"),
    bootstrap: ["examples/hello/bootstrap.yaml"],
    signal: AbortSignal.timeout(100_000),
    onWorld: async (made) => {
      world = made;
    },
    tell: (event) => {
      events.push(event);
      // what the cluster runs, as each deploy leaves it
      if (event.kind === "job-ended" && event.leg !== "image#0") running.push(greetingIn(world));
    },
  });
  const said = (event: RehearsalEvent): string[] =>
    event.kind === "line" ? [event.text] : event.kind === "annotation" ? [event.annotation.message] : [];
  const text = events.flatMap(said).join("\n");
  const results =
    end.kind === "ran"
      ? Object.fromEntries(Object.entries(end.jobs).map(([id, job]) => [id, job.at === "ended" ? job.result : job.at]))
      : end;
  expect(results, text).toEqual({ image: "success", staging: "success", mistaken: "failure" });
  expect(text).toContain("release 0-1 is live");
  expect(text).toContain('expected "hello", came "goodbye"');
  expect(text).toContain("going back from 0-2 (failed) to 0-1");
  expect(text).toContain("release 0-1 is live again, as 0-3");
  expect(running).toEqual(["hello", "hello"]);
});
