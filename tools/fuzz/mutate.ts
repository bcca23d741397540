// biome-ignore-all lint/suspicious/noTemplateCurlyInString: workflows are full of them
/** Small damage to a text, as typing, merging and cutting do it. The same seed gives the same damage. */
export type Random = () => number;

/** mulberry32: enough to wander, and the same everywhere. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pieces = [
  "${{",
  "}}",
  "'",
  '"',
  "&x",
  "*x",
  "<<: *x",
  "|",
  ">-",
  "[",
  "]",
  "{",
  "}",
  ":",
  "- ",
  "#",
  "!!int",
  "\t",
  "\r\n",
  "\n",
  "\0",
  "\u2028",
  "github.event.*",
  "matrix",
  "always()",
  "fromJSON('{",
  "((((",
  "format('{0}{",
  "!",
  "&&",
  "steps.x.outputs.y",
  "null",
  "~",
  "1e999",
  "-0",
  "on:",
  "jobs:",
  "uses:",
  "run:",
  "strategy:",
  "include:",
  "__",
  "𝕏",
  "  ",
];

export function mutate(text: string, next: Random): string {
  let result = text;
  const times = 1 + Math.floor(next() * 4);
  for (let i = 0; i < times; i++) result = once(result, next);
  return result;
}

function once(text: string, next: Random): string {
  const at = Math.floor(next() * (text.length + 1));
  const length = Math.floor(next() * 30);
  const end = Math.min(at + length, text.length);
  switch (Math.floor(next() * 7)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, end) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3: {
      const lines = text.split("\n");
      const [line = ""] = lines.splice(Math.floor(next() * lines.length), 1);
      lines.splice(Math.floor(next() * (lines.length + 1)), 0, line);
      return lines.join("\n");
    }
    case 4:
      return text.slice(0, at) + String.fromCharCode(Math.floor(next() * 0x250)) + text.slice(at);
    case 5: {
      const lines = text.split("\n");
      const line = Math.floor(next() * lines.length);
      lines[line] = " ".repeat(Math.floor(next() * 9)) + (lines[line] ?? "").trimStart();
      return lines.join("\n");
    }
    default:
      return text.slice(0, at) + (pieces[Math.floor(next() * pieces.length)] ?? "") + text.slice(at);
  }
}
