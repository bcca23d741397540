import { dirname, join } from "node:path";
import type { Env } from "../../../src/action/index.ts";

/** npm's configuration as far as it says whom to ask: https://docs.npmjs.com/cli/configuring-npm/npmrc */
export interface NpmConfig {
  /** for packages without a scope of their own; undefined where no file and no variable names one */
  readonly main: string | undefined;
  readonly registryOf: (packageName: string) => string;
  /** a file with certificates to trust, as a company's own registry needs it */
  readonly caFile: string | undefined;
  /** the header for a registry, and what of it is secret */
  readonly authorization: (
    registry: string,
  ) => { readonly header: string; readonly secrets: readonly string[] } | undefined;
}

/** `key = value` lines, `${NAME}` replaced from the environment; what is not set stays as it is, as npm does it. */
function parseNpmrc(text: string, env: Env): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const filled = line.replace(/\$\{([^}?]+)\??\}/g, (whole, name: string) => env[name] ?? whole);
    const match = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(filled);
    if (match?.[1]) values.set(match[1], (match[2] ?? "").replace(/^(["'])(.*)\1$/, "$2"));
  }
  return values;
}

const withSlash = (url: string) => (url.endsWith("/") ? url : `${url}/`);

/** `https://host/a/b/` → `//host/a/b/`, `//host/a/`, `//host/`: npm looks for credentials in this order. */
function credentialPlaces(registry: string): readonly string[] {
  const { host, pathname } = new URL(registry);
  const parts = pathname.split("/").filter((part) => part !== "");
  return Array.from({ length: parts.length + 1 }, (_, up) => {
    const path = parts.slice(0, parts.length - up).join("/");
    return withSlash(`//${host}/${path}`);
  });
}

const decode = (base64: string) => Buffer.from(base64, "base64").toString("utf8");

/**
 * Where npm looks, the first one counts most: the project's file, the user's, and the machine's, which lies beside the Node
 * that npm runs on. `node`: the folder of that program, `/usr/local/bin`.
 */
export function npmrcPaths(folder: string, env: Env, node: string | undefined): readonly string[] {
  const set = (name: string) => env[`npm_config_${name}`] ?? env[`NPM_CONFIG_${name.toUpperCase()}`];
  const prefix = set("prefix") ?? env["PREFIX"] ?? (node === undefined ? undefined : dirname(node));
  const global = set("globalconfig") ?? (prefix === undefined ? undefined : join(prefix, "etc/npmrc"));
  const user = set("userconfig") ?? (env["HOME"] === undefined ? undefined : join(env["HOME"], ".npmrc"));
  return [join(folder, ".npmrc"), user, global].filter((path) => path !== undefined);
}

/** `files`: the texts of the project's, the user's and the machine's npmrc, the first one counts most. */
export function npmConfig(files: readonly string[], env: Env, registry?: URL): NpmConfig {
  const parsed = files.map((text) => parseNpmrc(text, env));
  const value = (key: string): string | undefined => parsed.find((map) => map.has(key))?.get(key);
  const main = registry?.href ?? env["npm_config_registry"] ?? env["NPM_CONFIG_REGISTRY"] ?? value("registry");
  return {
    main,
    caFile: env["npm_config_cafile"] ?? env["NPM_CONFIG_CAFILE"] ?? value("cafile"),
    registryOf: (name) => {
      const scope = name.startsWith("@") ? name.split("/")[0] : undefined;
      return withSlash((scope === undefined ? undefined : value(`${scope}:registry`)) ?? main ?? "");
    },
    authorization: (at) => {
      for (const place of credentialPlaces(at)) {
        const token = value(`${place}:_authToken`);
        if (token) return { header: `Bearer ${token}`, secrets: [token] };
        const basic = value(`${place}:_auth`);
        if (basic) return { header: `Basic ${basic}`, secrets: [basic, decode(basic).replace(/^[^:]*:/, "")] };
        const [user, password] = [value(`${place}:username`), value(`${place}:_password`)];
        if (user && password) {
          const plain = decode(password);
          return { header: `Basic ${Buffer.from(`${user}:${plain}`).toString("base64")}`, secrets: [password, plain] };
        }
      }
      return undefined;
    },
  };
}
