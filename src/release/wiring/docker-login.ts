import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deps } from "../../action/index.ts";
import { type Json, parseJson, textAt } from "../json/json.ts";

/** What `docker login` left for a registry: `user:password`. Credential helpers are programs of their own and not asked. */
export function dockerLogin(env: Deps["env"]): (host: string) => string | undefined {
  const folder = env["DOCKER_CONFIG"] ?? (env["HOME"] === undefined ? undefined : join(env["HOME"], ".docker"));
  let config: Json | undefined;
  const read = (): Json => {
    try {
      return parseJson(readFileSync(join(folder ?? "", "config.json"), "utf8"));
    } catch {
      return null;
    }
  };
  return (host) => {
    config ??= read();
    const key = host === "docker.io" ? "https://index.docker.io/v1/" : host;
    const auth = textAt(config, "auths", key, "auth") ?? textAt(config, "auths", `https://${key}`, "auth");
    return auth === undefined ? undefined : Buffer.from(auth, "base64").toString("utf8");
  };
}
