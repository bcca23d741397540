import { execFileSync } from "node:child_process";
import { at, text } from "./json.ts";

/** What a raw client needs out of a kubeconfig. Only certificates and tokens: both clusters of these cases use them. */
export interface Access {
  readonly server: URL;
  readonly ca: string;
  readonly certificate?: { readonly cert: string; readonly key: string };
  readonly token?: string;
}

const decoded = (base64: string) => Buffer.from(base64, "base64").toString("utf8");

/** kubectl reads the file, so that everything a kubeconfig may say about paths and contexts is understood the same. */
export function readKubeconfig(path: string): Access {
  const shown = execFileSync("kubectl", ["config", "view", "--raw", "--minify", "--flatten", "-o", "json"], {
    env: { ...process.env, KUBECONFIG: path },
    encoding: "utf8",
  });
  const config: unknown = JSON.parse(shown);
  const cluster = at(config, "clusters", 0, "cluster");
  const user = at(config, "users", 0, "user");
  const cert = at(user, "client-certificate-data");
  const key = at(user, "client-key-data");
  const token = at(user, "token");
  return {
    server: new URL(text(cluster, "server")),
    ca: decoded(text(cluster, "certificate-authority-data")),
    ...(typeof cert === "string" && typeof key === "string"
      ? { certificate: { cert: decoded(cert), key: decoded(key) } }
      : {}),
    ...(typeof token === "string" ? { token } : {}),
  };
}
