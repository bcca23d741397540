import { DockerfileProblem, type Heredoc, type Instruction } from "./instruction.ts";

const keywords = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);
const heredocKeywords = new Set(["RUN", "COPY", "ADD"]);
const heredocMark = /(?<!<)<<(-?)(["']?)([A-Za-z_][\w.-]*)\2/g;

/** `# escape=\`` before anything else changes the character that continues a line. */
function escapeCharacter(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^#\s*([a-z]+)\s*=\s*(\S+)\s*$/i.exec(line);
    if (!directive) return "\\";
    if (directive[1]?.toLowerCase() === "escape" && directive[2] === "`") return "`";
  }
  return "\\";
}

function readHeredocs(
  text: string,
  lines: readonly string[],
  from: number,
  line: number,
): { heredocs: Heredoc[]; next: number } {
  const heredocs: Heredoc[] = [];
  let next = from;
  for (const [, dash, quote, name = ""] of text.matchAll(heredocMark)) {
    const strip = (row: string) => (dash === "-" ? row.replace(/^\t+/, "") : row);
    const end = lines.findIndex((row, at) => at >= next && strip(row) === name);
    if (end < 0) throw new DockerfileProblem(line, `the block <<${name} has no line ${name} that ends it`);
    const rows = lines.slice(next, end).map(strip);
    heredocs.push({ name, content: rows.map((row) => `${row}\n`).join(""), expand: quote === "" });
    next = end + 1;
  }
  return { heredocs, next };
}

function split(joined: string, line: number): Pick<Instruction, "keyword" | "flags" | "text"> {
  const [, word = "", rest = ""] = /^\s*(\S+)\s*(.*)$/s.exec(joined) ?? [];
  const keyword = word.toUpperCase();
  if (!keywords.has(keyword)) throw new DockerfileProblem(line, `unknown instruction ${word}`);
  const flags: [string, string][] = [];
  let text = rest;
  for (
    let flag = /^--([a-z][a-z-]*)(?:=(\S*))?\s*/.exec(text);
    flag;
    flag = /^--([a-z][a-z-]*)(?:=(\S*))?\s*/.exec(text)
  ) {
    flags.push([flag[1] ?? "", flag[2] ?? ""]);
    text = text.slice(flag[0].length);
  }
  return { keyword, flags, text: text.trim() };
}

/** The instructions of a Dockerfile: lines joined, comments dropped (also between joined lines), blocks taken in. */
export function readDockerfile(source: string): Instruction[] {
  const lines = source.replace(/^\uFEFF/, "").split(/\r?\n/);
  const escapes = escapeCharacter(lines);
  const continues = new RegExp(`\\${escapes}[ \\t]*$`);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; ) {
    const start = at;
    let joined = "";
    for (let more = true; more && at < lines.length; at++) {
      const row = lines[at] ?? "";
      if (/^\s*#/.test(row) || (joined !== "" && row.trim() === "")) continue;
      more = continues.test(row);
      joined += more ? row.replace(continues, "") : row;
    }
    if (joined.trim() === "") continue;
    const line = start + 1 + lines.slice(start).findIndex((row) => row.trim() !== "" && !/^\s*#/.test(row));
    const parts = split(joined, line);
    const { heredocs, next } = heredocKeywords.has(parts.keyword)
      ? readHeredocs(parts.text, lines, at, line)
      : { heredocs: [], next: at };
    at = next;
    instructions.push({ ...parts, heredocs, line, escaper: escapes });
  }
  return instructions;
}
