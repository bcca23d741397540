import type { JsonValue } from "../../spec/values.ts";

/** Keys whose values let someone in. A certificate or a server's address does not. */
const credentialKey =
  /(pass(word|wd|phrase)?|token|secret|credential|auth|api-?key|access-?key|private|key-data|pat)s?$/i;
const publicKey = /(certificate|public|_id$|auth[_-]?(ur[il]|provider)|token[_-]?ur[il])/i;

const credentialKeys = new Set(["key", "auth", "identitytoken", "registrytoken", "sas", "pwd"]);

const namesCredential = (key: string): boolean =>
  (credentialKeys.has(key.toLowerCase()) || credentialKey.test(key) || /private[_-]?key/i.test(key)) &&
  (/private[_-]?key$/i.test(key) || !publicKey.test(key));

const looksLikeCredential = (text: string): boolean =>
  /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text) || // JSON Web Token
  text.includes("PRIVATE KEY-----") ||
  /^(gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|npm_|dckr_pat_)\w+/.test(text);

/** A PEM block line by line, without its public frame; other texts as they are. */
function pieces(text: string): readonly string[] {
  if (!text.includes("\n")) return [text];
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^-----(BEGIN|END) [A-Z ]+-----$/.test(line));
}

/** A base64 `auth` of a Docker configuration holds `user:password`, and base64 in a kubeconfig the key itself. */
function decoded(text: string): readonly string[] {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(text) || text.length % 4 !== 0) return [];
  const plain = Buffer.from(text, "base64").toString("utf8");
  // binary data, a key in DER for one, is no text
  if (/\p{Cc}|\ufffd/u.test(plain.replace(/[\r\n\t]/g, ""))) return [];
  const basic = /^[^:\s]+:(\S+)$/.exec(plain);
  return basic?.[1] ? [basic[1]] : pieces(plain);
}

/** The credentials among the leaves of a document: a kubeconfig's tokens and keys, never its server or its names. */
export function credentialsIn(document: JsonValue): readonly string[] {
  const found: string[] = [];
  const visit = (value: JsonValue, isCredential: boolean): void => {
    if (typeof value === "string") {
      if (isCredential || looksLikeCredential(value)) found.push(...pieces(value), ...decoded(value));
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, isCredential);
    } else if (typeof value === "object" && value !== null) {
      // `env: [{ name: DB_PASSWORD, value: … }]`
      const named = "name" in value && typeof value.name === "string" && namesCredential(value.name);
      for (const [key, item] of Object.entries(value)) visit(item, namesCredential(key) || (named && key === "value"));
    }
  };
  visit(document, false);
  return [...new Set(found)];
}

/** `export TOKEN="value"` and `//host/:_authToken=value` hold a value; the padding of base64 at a line's end is none. */
function valueIn(line: string): string {
  const value = /^(?:export\s+)?[^\s=]+=["']?([^"']*)["']?$/.exec(line)?.[1] ?? "";
  return /^=*$/.test(value) ? line : value;
}

/** The lines of a secret that is no document but has several lines, a PEM key or a list of variables. */
export const credentialLines = (text: string): readonly string[] => pieces(text).map(valueIn);
