/** A pattern with stars; `star` says what one stands for, as a regular expression: GitHub's patterns differ in that alone. */
export function matches(pattern: string, text: string, star: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(star)}$`, "i").test(text);
}
