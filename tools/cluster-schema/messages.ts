/** From Kubernetes' generated.proto files to one line per message: the numbers that clients write protobuf bodies with. */

export interface Message {
  readonly name: string;
  readonly fields: readonly Field[];
}

interface Field {
  readonly name: string;
  readonly number: number;
  /** as decode.ts reads it: `s`, `i`, `b`, `y`, `d`, `>core.v1.Volume`, `{s`; with `*` in front when repeated. */
  readonly type: string;
}

const scalars: Readonly<Record<string, string>> = {
  string: "s",
  int32: "i",
  int64: "i",
  uint32: "i",
  uint64: "i",
  bool: "b",
  bytes: "y",
  double: "d",
  float: "d",
};

const short = (name: string) => name.split(".").slice(-3).join(".");

export function messagesIn(proto: string): readonly Message[] {
  const home = /^package ([\w.]+);/m.exec(proto)?.[1] ?? "";
  const bare = proto.replace(/\/\/.*$/gm, "");
  return [...bare.matchAll(/^message (\w+) \{([\s\S]*?)^\}/gm)].map(([, name = "", body = ""]) => ({
    name: short(`${home}.${name}`),
    fields: fieldsIn(body, home),
  }));
}

function fieldsIn(body: string, home: string): readonly Field[] {
  const typeOf = (type: string) =>
    scalars[type] ?? `>${short(type.startsWith(".") ? type.slice(1) : type.includes(".") ? type : `${home}.${type}`)}`;
  return [...body.matchAll(/(optional|repeated|map<\s*\w+\s*,)\s*([\w.]+)>?\s+(\w+)\s*=\s*(\d+)/g)].map(
    ([, label = "", type = "", name = "", number]) => ({
      name,
      number: Number(number),
      type: `${label === "repeated" ? "*" : label.startsWith("map") ? "{" : ""}${typeOf(type)}`,
    }),
  );
}

export function line(message: Message): string {
  return message.fields.map(({ name, number, type }) => `${name}=${number}${type}`).join(" ");
}

export function references(message: Message): readonly string[] {
  return message.fields.flatMap(({ type }) => (type.includes(">") ? [type.slice(type.indexOf(">") + 1)] : []));
}
