import { join } from "node:path";
import semver from "semver";
import type { Versioned } from "./setup/asked.ts";
import { answerOf, takesInstalled } from "./setup/installed.ts";

const go: Versioned = {
  name: "Go",
  action: "actions/setup-go",
  version: "go-version",
  file: "go-version-file",
  tools: ["golang", "go"],
  // what a go.mod says is the least that will do
  inFile: (file, text) =>
    /^go\.(mod|work)$/.test(file)
      ? (/^go\s+(\S+)/m.exec(text) ?? []).slice(1).map((least) => `>=${least}`)[0]
      : undefined,
  range: (asked) => (/^(stable|oldstable)$/.test(asked) ? "*" : asked.replace(/^go/, "")),
};

/** setup-go: the one that is installed, where it is what was asked for; what `go install` makes is found. */
export const setupGo = takesInstalled(go, async ({ env }) => {
  const answer = await answerOf("go", ["env", "GOVERSION", "GOPATH", "GOROOT"], { ...env, GOTOOLCHAIN: "local" });
  const [said, path = "", root = ""] = (answer?.stdout ?? "").split("\n");
  const version = semver.coerce(said)?.version;
  if (version === undefined) return undefined;
  const outputs = { "go-version": version, "cache-hit": "false" };
  return { version, end: { outputs, paths: [join(path, "bin"), join(root, "bin")], env: { GOTOOLCHAIN: "local" } } };
});
