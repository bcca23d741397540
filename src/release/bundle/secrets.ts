import { createHmac } from "node:crypto";
import { canonical } from "../json/equal.ts";
import { mapAt, objectAt, textAt } from "../json/json.ts";
import { type KubeObject, refOf } from "../kube/object.ts";
import type { SecretMark } from "../record/record.ts";

export const isSecret = (object: { readonly apiVersion: string; readonly kind: string }): boolean =>
  object.kind === "Secret" && object.apiVersion === "v1";

/** `stringData` is write-only sugar: read back, everything is base64 in `data`. */
export function secretData(secret: KubeObject): Readonly<Record<string, string>> {
  const plain = Object.entries(mapAt(secret, "stringData")).map(
    ([key, value]) => [key, Buffer.from(value).toString("base64")] as const,
  );
  return { ...mapAt(secret, "data"), ...Object.fromEntries(plain) };
}

/** Keyed, so that a short password cannot be guessed from the record. */
export function markSecret(secret: KubeObject, key: Buffer): SecretMark {
  const data = secretData(secret);
  const digest = createHmac("sha256", key)
    .update(canonical({ type: textAt(secret, "type") ?? "Opaque", data }))
    .digest("hex");
  return { ref: refOf(secret), keys: Object.keys(data).sort(), digest: `hmac-sha256:${digest}` };
}

/** Which keys differ between two states of a Secret, by name alone. */
export function changedKeys(before: KubeObject | undefined, after: KubeObject): readonly string[] {
  const [was, is] = [before === undefined ? {} : secretData(before), secretData(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => was[key] !== is[key]).sort();
}

/** Kustomize's generators end a name in ten characters of this alphabet: its content is in its name, so it never changes. */
export const isHashNamed = (name: string): boolean => /-[2456789bcdfghkmt]{10}$/.test(name);

/** Every value that must never be shown, decoded too, for the masker. Short ones would mask half the log. */
export function secretValues(objects: readonly KubeObject[]): readonly string[] {
  return objects.filter(isSecret).flatMap((secret) =>
    Object.values({ ...objectAt(secret, "data"), ...secretData(secret) }).flatMap((value) => {
      if (typeof value !== "string") return [];
      const decoded = Buffer.from(value, "base64").toString("utf8");
      return [value, decoded].filter((one) => one.length >= 8 && !one.includes("\uFFFD"));
    }),
  );
}
