/** Variables of a build: what `ENV` and `ARG` have set. */
export type Variables = Readonly<Record<string, string>>;

export interface Scan {
  readonly text: string;
  at: number;
  /** what takes the next character as it is */
  readonly escaper: string;
}

/** What an instruction says is no text that a Dockerfile knows, or wants a variable that is not set. */
export class SubstitutionProblem extends Error {}

/** A text with its variables put in, blanks kept. */
export function expand(text: string, variables: Variables, escaper = "\\"): string {
  const scan: Scan = { text, at: 0, escaper };
  let out = "";
  while (scan.at < text.length) {
    const character = text[scan.at] ?? "";
    if (character === escaper && text[scan.at + 1] === "$") {
      out += "$";
      scan.at += 2;
    } else if (character === "$") out += variable(scan, variables);
    else {
      out += character;
      scan.at += 1;
    }
  }
  return out;
}

/** `$name` or `${…}`, standing at `$`. */
export function variable(scan: Scan, variables: Variables): string {
  const plain = /^\$([A-Za-z_]\w*)/.exec(scan.text.slice(scan.at));
  if (plain) {
    scan.at += plain[0].length;
    return variables[plain[1] ?? ""] ?? "";
  }
  if (scan.text[scan.at + 1] !== "{") {
    scan.at += 1;
    return "$";
  }
  const from = scan.at + 2;
  scan.at = closing(scan, from) + 1;
  return substitute(scan.text.slice(from, scan.at - 1), variables, scan.escaper);
}

/** Where the brace closes that is open at `from`: words in it may hold variables of their own. */
function closing({ text, escaper }: Scan, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === escaper) at += 1;
    else if (text.startsWith("${", at)) depth += 1;
    else if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new SubstitutionProblem(`\${${text.slice(from)} is not closed by }`);
}

// https://docs.docker.com/reference/dockerfile/#environment-replacement
const forms = /^([A-Za-z_]\w*)(?:(:?[-+?]|##?|%%?|\/\/?)(.*))?$/s;

function substitute(inner: string, variables: Variables, escaper: string): string {
  const [, name = "", operator = "", rest = ""] = forms.exec(inner) ?? [];
  if (name === "") throw new SubstitutionProblem(`\${${inner}} is no substitution that a Dockerfile knows`);
  const value = variables[name];
  const isSet = operator.startsWith(":") ? value !== undefined && value !== "" : value !== undefined;
  const word = () => expand(rest, variables, escaper);
  switch (operator) {
    case ":-":
    case "-":
      return isSet ? (value ?? "") : word();
    case ":+":
    case "+":
      return isSet ? word() : "";
    case ":?":
    case "?":
      if (isSet) return value ?? "";
      throw new SubstitutionProblem(`${name}: ${word() || "it has to have a value"}`);
    case "#":
      return (value ?? "").replace(new RegExp(`^${patternOf(word(), "*?")}`, "s"), "");
    case "##":
      return (value ?? "").replace(new RegExp(`^${patternOf(word(), "*")}`, "s"), "");
    case "%":
      return (value ?? "").replace(new RegExp(`^(.*)${patternOf(word(), "*")}$`, "s"), "$1");
    case "%%":
      return (value ?? "").replace(new RegExp(`^(.*?)${patternOf(word(), "*")}$`, "s"), "$1");
    case "/":
    case "//": {
      const [, pattern = "", text = ""] = /^((?:\\.|[^/\\])*)(?:\/(.*))?$/s.exec(rest) ?? [];
      const search = new RegExp(patternOf(expand(pattern, variables, escaper), "*"), operator === "/" ? "s" : "gs");
      const put = expand(text, variables, escaper);
      return (value ?? "").replace(search, () => put);
    }
    default:
      return value ?? "";
  }
}

/** `*` takes anything, `?` one character, `\` the next as it is. */
function patternOf(glob: string, many: "*" | "*?"): string {
  return glob.replace(/\\(.)|([\s\S])/g, (_, escaped: string | undefined, one: string) => {
    if (escaped === undefined && one === "*") return `.${many}`;
    if (escaped === undefined && one === "?") return ".";
    return (escaped ?? one).replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
  });
}
