import { soleExpression, type Text } from "../expression/expression.ts";
import type { Condition } from "../expression/text.ts";
import { readText } from "../expression/text.ts";
import { type Reading, report } from "../problem.ts";
import type { Located, Span } from "../source.ts";
import type { Node } from "../yaml/node.ts";
import { fields, loose, readEnv } from "./mapping.ts";
import type { Env, Services } from "./model.ts";
import { filledText, sequence, text } from "./value.ts";

export interface Container {
  readonly at: Span;
  readonly key: Span | undefined;
  readonly form: "text" | "mapping";
  readonly image?: Text | undefined;
  readonly env?: Env | undefined;
  readonly ports?: readonly Text[] | undefined;
  readonly volumes?: readonly Text[] | undefined;
  readonly options?: Text | undefined;
  readonly credentials?: Credentials | undefined;
  readonly entrypoint?: Text | undefined;
  readonly command?: Text | undefined;
  readonly if?: Condition | undefined;
}

export interface Credentials {
  readonly at: Span;
  readonly key: Span | undefined;
  readonly username?: Text | undefined;
  readonly password?: Text | undefined;
  readonly expression?: Text | undefined;
}

export interface Service extends Container {
  readonly id: Located<string>;
}

const where = "jobs.<id>.container";
const common = ["image", "env", "ports", "volumes", "options", "credentials"] as const;
const keys = { container: common, service: [...common, "entrypoint", "command"] } as const;

type ContainerKey = (typeof keys)["service"][number];

export function readContainer(reading: Reading, node: Node, kind: "container" | "service"): Container | undefined {
  const base = { at: node.at, key: node.key };
  if (node.kind === "scalar") {
    const image = kind === "service" ? filledText(reading, node, where) : readText(reading, node, where);
    return { ...base, form: "text", image };
  }
  const f = fields<ContainerKey>(reading, node, {
    what: `a ${kind}`,
    keys: keys[kind],
    position: where,
  });
  if (f === undefined) return undefined;
  const items = (list: Node | undefined) => list && sequence(reading, list, (item) => filledText(reading, item, where));
  const credentials = f.credentials && readCredentials(reading, f.credentials);
  // GitHub looks for the image only where everything is literal (languageservices `container.ts`).
  if (
    f.image === undefined &&
    !hasExpression(node) &&
    !reading.problems.some((p) => p.code === "unexpected-key" && within(p.at, node.at))
  ) {
    report(reading, "missing-key", node.at, `a ${kind} needs an "image"`, node.key);
  }
  return {
    ...base,
    form: "mapping",
    image: f.image && filledText(reading, f.image, where),
    env: f.env && readEnv(reading, f.env, "jobs.<id>.container.env", '"env"', where),
    ports: items(f.ports),
    volumes: items(f.volumes),
    options: f.options && text(reading, f.options, where),
    credentials,
    entrypoint: f.entrypoint && text(reading, f.entrypoint, where),
    command: f.command && text(reading, f.command, where),
  };
}

function readCredentials(reading: Reading, node: Node): Credentials | undefined {
  const base = { at: node.at, key: node.key };
  const place = "jobs.<id>.container.credentials";
  if (node.kind === "scalar" && node.text.includes("${{")) {
    const expression = readText(reading, node, place);
    if (soleExpression(expression) !== undefined) return { ...base, expression };
  }
  const f = fields(reading, node, { what: '"credentials"', keys: ["username", "password"], position: place });
  return (
    f && {
      ...base,
      username: f.username && filledText(reading, f.username, place),
      password: f.password && filledText(reading, f.password, place),
    }
  );
}

export function readServices(reading: Reading, node: Node): Services | undefined {
  if (node.kind === "scalar" && node.text.includes("${{")) {
    const expression = readText(reading, node, where);
    if (soleExpression(expression) !== undefined) return { at: node.at, items: [], expression };
  }
  const items = loose(reading, node, '"services"').flatMap(({ key, value }): Service[] => {
    const container = readContainer(reading, value, "service");
    return container === undefined ? [] : [{ ...container, id: { value: key.text, at: key.at } }];
  });
  return { at: node.at, items };
}

function hasExpression(node: Node): boolean {
  if (node.kind === "scalar") return node.text.includes("${{");
  if (node.kind === "sequence") return node.items.some(hasExpression);
  return node.entries.some(({ value }) => hasExpression(value));
}

function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
