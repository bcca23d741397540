/**
 * `node tools/watch/live.ts ENVIRONMENT`: what of a release's record is not so in the cluster, read and nothing written. Each
 * finding is a line; with GITHUB_OUTPUT the digests that are live, by image.
 */
import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { type Json, objectAt, objectsAt, parseJson, textAt } from "../../src/release/json/json.ts";
import { asObject, groupOf, type KubeObject, refOf, titleOf } from "../../src/release/kube/object.ts";
import { headSchema } from "../../src/release/record/head.ts";
import config from "../../tidegate.config.ts";
import { stuck } from "./pending.ts";
import { touched } from "./touched.ts";

const cli = join(import.meta.dirname, "../../src/cli/main.ts");

const read = (command: string, args: readonly string[]): Json =>
  parseJson(execFileSync(command, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }));

function live(object: KubeObject, namespace: string): KubeObject | undefined {
  const { apiVersion, kind, name } = refOf(object);
  const type = groupOf(apiVersion) === "" ? kind : `${kind}.${apiVersion.replace(/^.*\//, "")}.${groupOf(apiVersion)}`;
  const flags = ["--namespace", refOf(object).namespace ?? namespace, "--output", "json", "--show-managed-fields"];
  const text = execFileSync("kubectl", ["get", type, name, "--ignore-not-found", ...flags], { encoding: "utf8" });
  return text.trim() === "" ? undefined : asObject(parseJson(text));
}

const [, , name = ""] = process.argv;
const environment = Object.entries(config.environments).find(([known]) => known === name)?.[1];
if (!environment) throw new Error(`${name} is no environment of tidegate.config.ts`);
const { namespace } = environment;
const where = ["--app", config.app, "--environment", name, "--namespace", namespace, "--json"];
const release = (subcommand: string) => read(process.execPath, [cli, "release", subcommand, ...where]);

const shown = objectAt(release("show"), "record");
const drift = objectsAt(shown, "objects").flatMap((recorded) => {
  const object = asObject(recorded);
  if (object === undefined || object.kind === "Job") return [];
  const now = live(object, namespace);
  if (now === undefined) return [`${titleOf(refOf(object))} is gone`];
  return touched(object, now, `tidegate:${config.app}:${name}`).map((what) => `${titleOf(refOf(object))}: ${what}`);
});
for (const line of [...stuck(v.parse(headSchema, release("list")), new Date()), ...drift])
  console.log(`- ${name}: ${line}`);

const outputs = process.env["GITHUB_OUTPUT"];
if (outputs !== undefined)
  for (const image of objectsAt(shown, "images")) {
    const [host, ...path] = (textAt(image, "name") ?? "").split("/");
    appendFileSync(outputs, `${path.at(-1) ?? host}=${textAt(image, "digest") ?? ""}\n`);
  }
