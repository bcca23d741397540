/** Shorter pieces hit innocent text too often to be worth hiding. */
const shortestForm = 6;

/** The part of a value's base64 that does not depend on what stands before and after it, at each of three alignments. */
function base64Cores(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const start = Math.ceil((before * 8) / 6);
    // the last character also holds bits of what follows, unless the value ends on a group
    const end = (before + bytes.length) % 3 === 0 ? text.length : text.length - 1;
    return text.slice(start, end);
  });
}

const html = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** How a secret may look once something encoded it: as it is, base64, URL, JSON, HTML. */
export function formsOf(secret: string): readonly string[] {
  const base64 = base64Cores(Buffer.from(secret, "utf8"));
  const forms = [
    ...base64,
    ...base64.map((core) => core.replaceAll("+", "-").replaceAll("/", "_")),
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    html(secret),
  ];
  return [...new Set([secret, ...forms.filter((form) => form.length >= shortestForm)])];
}
