import type { Infix, Node } from "./node.ts";

/** GitHub's own order: `||` binds loosest, then `&&`, equality, order, `!`, then members and calls. */
const strength: Readonly<Record<Infix, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
};
const strengthOf = (node: Node): number => (node.kind === "infix" ? strength[node.op] : node.kind === "not" ? 5 : 6);

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** As an operand: in brackets when it binds looser than, or (for other operators) as loose as, what is around it. */
function operand(node: Node, around: number, sameOperator: boolean, jobsAs: string): string {
  const own = strengthOf(node);
  const text = print(node, jobsAs);
  return own < around || (own === around && !sameOperator) ? `(${text})` : text;
}

const memberOf = (node: Node, jobsAs: string) => operand(node, 6, true, jobsAs);

/** `['Deploy ', node]` → `format('Deploy {0}', …)` */
function format(parts: readonly (string | Node)[], jobsAs: string): string {
  const values: string[] = [];
  const pattern = parts.map((part) => {
    if (typeof part === "string") return part.replaceAll("{", "{{").replaceAll("}", "}}");
    values.push(print(part, jobsAs));
    return `{${values.length - 1}}`;
  });
  if (values.length === 0) return quote(parts.join(""));
  return `format(${[quote(pattern.join("")), ...values].join(", ")})`;
}

/** The text of an expression, as it stands between `${{` and `}}`. `jobsAs` is what `needs` is called: `jobs` in a workflow's outputs. */
export function print(node: Node, jobsAs = "needs"): string {
  switch (node.kind) {
    case "literal":
      return typeof node.value === "string" ? quote(node.value) : String(node.value);
    case "context":
      return node.name === "needs" ? jobsAs : node.name;
    case "member":
      return /^[A-Za-z_][\w-]*$/.test(node.key)
        ? `${memberOf(node.of, jobsAs)}.${node.key}`
        : `${memberOf(node.of, jobsAs)}[${quote(node.key)}]`;
    case "index":
      return `${memberOf(node.of, jobsAs)}[${print(node.index, jobsAs)}]`;
    case "filter":
      return `${memberOf(node.of, jobsAs)}.*`;
    case "call":
      return `${node.name}(${node.args.map((arg) => print(arg, jobsAs)).join(", ")})`;
    case "not":
      return `!${operand(node.arg, 5, true, jobsAs)}`;
    case "text":
      return format(node.parts, jobsAs);
    case "infix": {
      const chain = node.op === "&&" || node.op === "||";
      const own = strength[node.op];
      return node.args
        .map((arg) => operand(arg, own, chain && arg.kind === "infix" && arg.op === node.op, jobsAs))
        .join(` ${node.op} `);
    }
  }
}
