import { join } from "node:path";
import semver from "semver";
import type { Versioned } from "./setup/asked.ts";
import { answerOf, takesInstalled } from "./setup/installed.ts";

const java: Versioned = {
  name: "Java",
  action: "actions/setup-java",
  version: "java-version",
  file: "java-version-file",
  tools: ["java"],
  inFile: (file, text) => (file === ".sdkmanrc" ? (/^java=([^-\s]+)/m.exec(text)?.[1] ?? "") : undefined),
  // `1.8` is what others call 8; what follows a + or a - is of one vendor
  range: (asked) => /^[\d.x*<>=~^ |]+/.exec(asked.replace(/^1\.8\b/, "8"))?.[0],
};

/** setup-java: the one that is installed, whoever built it, where it is of the version that was asked for. */
export const setupJava = takesInstalled(java, async ({ env, inputs }) => {
  const shown = await answerOf("java", ["-XshowSettings:properties", "-version"], env);
  const property = (name: string) => new RegExp(`^\\s*${name} = (.*)$`, "m").exec(shown?.stderr ?? "")?.[1];
  const version = semver.coerce(property("java\\.version")?.replace(/^1\.8\.0_?/, "8.0."))?.version;
  const home = property("java\\.home");
  if (version === undefined || home === undefined) return undefined;
  const names = [`JAVA_HOME_${semver.major(version)}_${process.arch === "arm64" ? "ARM64" : "X64"}`, "JAVA_HOME"];
  return {
    version,
    end: {
      outputs: { version, path: home, distribution: inputs["distribution"] ?? "" },
      paths: [join(home, "bin")],
      env: Object.fromEntries(names.map((name) => [name, home])),
    },
  };
});
