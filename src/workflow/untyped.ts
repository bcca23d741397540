import type { Written } from "./positions.ts";

/** A value of a key that tidegate does not know: any YAML, with expressions where GitHub takes them. */
export type UntypedValue = Written | readonly UntypedValue[] | { readonly [key: string]: UntypedValue };
/**
 * The escape hatch: keys that GitHub has and tidegate does not, written into the YAML as they are. Generation refuses a key
 * here that has a typed place.
 */
export interface Untyped {
  readonly [key: string]: UntypedValue;
}
