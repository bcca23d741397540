/**
 * `node tools/watch/live.ts ENVIRONMENT`: what of a release's record is not so in the cluster, read and nothing written. Each
 * finding is a line; with GITHUB_OUTPUT the digests that are live, by image.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { type Json, objectAt, objectsAt, parseJson, textAt } from "../../src/release/json/json.ts";
import { asObject, groupOf, type KubeObject, refOf, titleOf } from "../../src/release/kube/object.ts";
import { headSchema, liveEntry } from "../../src/release/record/head.ts";
import config from "../../tidegate.config.ts";
import { stuck } from "./pending.ts";
import { touched } from "./touched.ts";

const cli = join(import.meta.dirname, "../../src/cli/main.ts");

/** What a program answers; one that fails is told by its own last words. */
function answer(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (status === 0) return stdout;
  const words = error?.message ?? stderr.trim().split("\n").at(-1) ?? "";
  throw new Error(`${args.slice(0, 3).join(" ")} ended with ${status ?? "no answer"}: ${words}`);
}

function live(object: KubeObject, namespace: string): KubeObject | undefined {
  const { apiVersion, kind, name } = refOf(object);
  const type = groupOf(apiVersion) === "" ? kind : `${kind}.${apiVersion.replace(/^.*\//, "")}.${groupOf(apiVersion)}`;
  const flags = ["--namespace", refOf(object).namespace ?? namespace, "--output", "json", "--show-managed-fields"];
  const text = answer("kubectl", ["get", type, name, "--ignore-not-found", ...flags]);
  return text.trim() === "" ? undefined : asObject(parseJson(text));
}

function drift(shown: Json, namespace: string, manager: string): readonly string[] {
  return objectsAt(shown, "objects").flatMap((recorded) => {
    const object = asObject(recorded);
    if (object === undefined || object.kind === "Job") return [];
    const now = live(object, namespace);
    if (now === undefined) return [`${titleOf(refOf(object))} is gone`];
    return touched(object, now, manager).map((what) => `${titleOf(refOf(object))}: ${what}`);
  });
}

function look(name: string): void {
  const environment = Object.entries(config.environments).find(([known]) => known === name)?.[1];
  if (!environment) throw new Error(`${name} is no environment of tidegate.config.ts`);
  const { namespace } = environment;
  const where = ["--app", config.app, "--environment", name, "--namespace", namespace, "--json"];
  const release = (subcommand: string) => parseJson(answer(process.execPath, [cli, "release", subcommand, ...where]));

  const head = v.parse(headSchema, release("list"));
  const shown = liveEntry(head) && objectAt(release("show"), "record");
  const found = shown === undefined ? ["nothing is live"] : drift(shown, namespace, `tidegate:${config.app}:${name}`);
  for (const line of [...stuck(head, new Date()), ...found]) console.log(`- ${name}: ${line}`);

  const outputs = process.env["GITHUB_OUTPUT"];
  if (outputs !== undefined)
    for (const image of objectsAt(shown, "images")) {
      const [host, ...path] = (textAt(image, "name") ?? "").split("/");
      appendFileSync(outputs, `${path.at(-1) ?? host}=${textAt(image, "digest") ?? ""}\n`);
    }
}

try {
  look(process.argv[2] ?? "");
} catch (error) {
  console.error(`::error::${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
