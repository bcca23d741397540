/** What `--real` swaps in for its stand-in. */
export const realParts = ["docker", "registry", "kubernetes", "audit", "scanner"] as const;
export type RealPart = (typeof realParts)[number];
export type Real = ReadonlySet<RealPart>;

export type RealChoice = { readonly ok: true; readonly real: Real } | { readonly ok: false; readonly why: string };

const isPart = (word: string): word is RealPart => realParts.some((part) => part === word);

/** `docker,registry` → the parts, where they fit together: an image must be found where it was pushed. */
export function chooseReal(words: readonly string[]): RealChoice {
  const unknown = words.filter((word) => !isPart(word));
  if (unknown.length > 0)
    return {
      ok: false,
      why: `--real takes ${realParts.join(", ")}; not ${unknown.map((word) => JSON.stringify(word)).join(", ")}`,
    };
  const real = new Set(words.filter(isPart));
  if (real.has("docker") !== real.has("registry"))
    return {
      ok: false,
      why: "--real docker and --real registry belong together: the real builder cannot push to a stand-in's name, nor the stand-in to a real one",
    };
  if (real.has("kubernetes") && !real.has("registry"))
    return {
      ok: false,
      why: "--real kubernetes needs --real docker,registry: a real cluster pulls from a real registry",
    };
  if (real.has("scanner") && !real.has("docker"))
    return { ok: false, why: "--real scanner needs --real docker,registry: the scanner is a container" };
  return { ok: true, real };
}
