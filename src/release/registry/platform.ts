import { type Json, textAt } from "../json/json.ts";

/** `linux/arm64/v8`; undefined where none is stated. */
export function platformName(platform: Json | undefined): string | undefined {
  const [os, architecture, variant] = ["os", "architecture", "variant"].map((key) => textAt(platform, key));
  if (os === undefined || architecture === undefined) return undefined;
  return [os, architecture, ...(variant ? [variant] : [])].join("/");
}

/** The platform of an entry that is no image but an attestation about one. */
export const noPlatform = "unknown/unknown";
