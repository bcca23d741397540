import { formsOf } from "./forms.ts";

/** Hides secrets in everything the action writes: log, summary, outputs, files, notifications. */
export interface Masker {
  /** from now on this text is hidden, also in its encoded forms */
  add(secret: string): void;
  hide(text: string): string;
  /** true when the text holds a secret */
  finds(text: string): boolean;
}

export function createMasker(): Masker {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;
  const compiled = (): RegExp | undefined => {
    if (forms.size === 0) return undefined;
    // the longest first, so that a secret inside another one does not leave the rest of it standing
    const sorted = [...forms]
      .sort((a, b) => b.length - a.length)
      .map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    pattern ??= new RegExp(sorted.join("|"), "g");
    return pattern;
  };
  return {
    add(secret) {
      if (secret === "") return;
      for (const form of formsOf(secret)) forms.add(form);
      pattern = undefined;
    },
    hide(text) {
      const hidden = compiled();
      return hidden ? text.replace(hidden, "***") : text;
    },
    finds(text) {
      const hidden = compiled();
      return hidden !== undefined && text.search(hidden) >= 0;
    },
  };
}
