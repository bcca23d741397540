const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * The part of a value's Base64 that does not depend on its neighbours, for each of the three places it can begin within a
 * group of three bytes: `user:` before a password moves it.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const head = shift === 0 ? 0 : shift + 1;
    const tail = (bytes.length + shift) % 3 === 0 ? shifted.length : shifted.length - 1;
    return shifted.slice(head, tail);
  });
}

/** How a secret may look after it passed through an encoder. */
function forms(value: string): string[] {
  return [
    value,
    ...base64Forms(value),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    value.replace(/[&<>"']/g, (character) => entities[character] ?? character),
    value.replaceAll("'", "''"),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "'\\''"),
  ];
}

// shorter pieces of Base64 would blank out ordinary words
const shortestDerived = 6;

/** Replaces every registered value, and what encoders make of it, by `***`. */
export class Masker {
  readonly #values = new Set<string>();
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  /** The whole value, and each of its lines: a key's inner line must not show up alone either. */
  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/).map((line) => line.trim())]) {
      if (part === "" || this.#values.has(part)) continue;
      this.#values.add(part);
      for (const form of forms(part)) if (form === part || form.length >= shortestDerived) this.#forms.add(form);
      this.#pattern = undefined;
    }
  }

  mask(text: string): string {
    if (this.#forms.size === 0) return text;
    this.#pattern ??= new RegExp(
      [...this.#forms]
        .sort((a, b) => b.length - a.length)
        .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join("|"),
      "g",
    );
    return text.replace(this.#pattern, "***");
  }

  /** Job outputs that hold a masked value are dropped by GitHub, not blanked. */
  holds(text: string): boolean {
    return this.mask(text) !== text;
  }
}
