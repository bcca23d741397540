import { SaxesParser } from "saxes";
import { ReportError } from "../results/error.ts";

/** An element as it was read: its own text, without that of its children. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** Nothing in a report may cost more than this. */
const deepest = 100;
const most = 1_000_000;
const mostAttributes = 100;

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** XML 1.0 has no place for most control characters, nor for halves of others; test output is full of them. */
const noCharacter = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** `&#27;`, `&#x1b;`: not even escaped. */
const escapedControl = /&#(?:x(?:0*(?:[0-8bcef]|1[0-9a-f]))|0*(?:[0-8]|1[124-9]|2\d|3[01]));/gi;

/** Others that are no characters stay as they stand there: Java escapes halves of one. */
const isEscape = (message: string) => message.includes("malformed character entity");

const legible = (text: string): string =>
  text
    // a line before the declaration is no line of XML, and some tools write one
    .trimStart()
    .replace(noCharacter, "\ufffd")
    .replace(escapedControl, "\ufffd");

/** `x:testcase` and `testcase` are the same to us. */
const local = (name: string) => name.slice(name.lastIndexOf(":") + 1);

/** The root element. Entities are refused, not expanded; nothing is ever fetched. Of elements in `mute` no text is kept. */
export function parseXml(text: string, mute: ReadonlySet<string> = new Set()): Element {
  const parser = new SaxesParser();
  const open: Open[] = [];
  let root: Element | undefined;
  let count = 0;
  let attributes = 0;
  const add = (more: string) => {
    const inner = open.at(-1);
    if (inner !== undefined && !mute.has(inner.name)) inner.text += more;
  };
  parser.on("error", (error) => {
    if (isEscape(error.message)) return;
    throw new ReportError(error.message.replace(/^\S*?(\d+:\d+): /, "at $1: "));
  });
  parser.on("doctype", (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw new ReportError("it declares entities, which no report needs");
  });
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > mostAttributes) throw new ReportError(`an element has more than ${mostAttributes} attributes`);
  });
  parser.on("opentag", ({ name, attributes: given }) => {
    count += 1;
    attributes = 0;
    if (open.length >= deepest) throw new ReportError(`its elements lie more than ${deepest} deep`);
    if (count > most) throw new ReportError(`it has more than ${most} elements`);
    open.push({ name: local(name), attributes: given, children: [], text: "" });
  });
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => {
    const done = open.pop();
    if (done === undefined) return;
    const outer = open.at(-1);
    if (outer) outer.children.push(done);
    else root = done;
  });
  parser.write(legible(text)).close();
  if (root === undefined) throw new ReportError("it holds no element");
  return root;
}
