import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";

type Env = Readonly<Record<string, string | undefined>>;

/** The variables by which Node, npm, pip, Python, git, curl and Go are told whom to trust. */
const variables = [
  "NODE_EXTRA_CA_CERTS",
  "npm_config_cafile",
  "PIP_CERT",
  "REQUESTS_CA_BUNDLE",
  "SSL_CERT_FILE",
  "CURL_CA_BUNDLE",
  "GIT_SSL_CAINFO",
] as const;

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Whom this machine trusts, and the rehearsal's own authority: one file, for most programs take one only. */
export async function trustBundle(own: string, env: Env): Promise<string> {
  const files = new Set(variables.flatMap((name) => env[name] ?? env[name.toUpperCase()] ?? []));
  const texts = await Promise.all([...files].map((file) => readFile(file, "utf8").catch(() => "")));
  const all = texts.flatMap((text) => text.match(certificate) ?? []);
  return `${[...new Set([own.trim(), ...all, ...rootCertificates.map((one) => one.trim())])].join("\n")}\n`;
}

export const trusting = (file: string): Readonly<Record<string, string>> =>
  Object.fromEntries(variables.map((name) => [name, file]));
