import semver from "semver";
import * as v from "valibot";
import type { Versioned } from "./setup/asked.ts";
import { answerOf, takesInstalled } from "./setup/installed.ts";

const Text = v.optional(v.string());
const Package = v.object({
  volta: v.optional(v.object({ node: Text })),
  devEngines: v.optional(v.object({ runtime: v.optional(v.object({ name: Text, version: Text })) })),
  engines: v.optional(v.object({ node: Text })),
});

function inPackage(text: string): string {
  try {
    const { volta, devEngines, engines } = v.parse(Package, JSON.parse(text));
    const runtime = devEngines?.runtime;
    return volta?.node ?? (runtime?.name === "node" ? runtime.version : undefined) ?? engines?.node ?? "";
  } catch {
    return "";
  }
}

// https://github.com/nodejs/release
const lts: Readonly<Record<string, number>> = { hydrogen: 18, iron: 20, jod: 22, krypton: 24 };

function range(asked: string): string | undefined {
  const text = asked.toLowerCase().replace(/^v/, "");
  if (/^(latest|current|node|lts\/\*)$/.test(text)) return "*";
  return text.startsWith("lts/") ? String(lts[text.slice(4)] ?? text) : text;
}

const node: Versioned = {
  name: "Node",
  action: "actions/setup-node",
  version: "node-version",
  file: "node-version-file",
  tools: ["node", "nodejs"],
  inFile: (file, text) => (file === "package.json" ? inPackage(text) : undefined),
  range,
};

/** setup-node: the one that is installed, where it is what was asked for; else the step fails and says so. */
export const setupNode = takesInstalled(node, async ({ env }) => {
  const answer = await answerOf("node", ["--version"], env);
  const version = semver.coerce(answer?.stdout)?.version;
  return version === undefined
    ? undefined
    : { version, end: { outputs: { "node-version": `v${version}`, "cache-hit": "false" } } };
});
