import { listed, type Reading, report } from "../problem.ts";
import type { Located, Span } from "../source.ts";
import type { Node } from "../yaml/node.ts";
import { type CallInterface, readCallInterface } from "./call-interface.ts";
import { type DispatchInput, readDispatchInputs } from "./dispatch.ts";
import { events } from "./event.ts";
import { distinct, fields, mapping } from "./mapping.ts";
import { list, plain, sequence } from "./value.ts";

export interface Trigger {
  readonly event: Located<string>;
  readonly at: Span;
  readonly types?: readonly Located<string>[] | undefined;
  /** branches, tags, paths, workflows, names, versions and their `-ignore`. */
  readonly filters: readonly Filter[];
  readonly schedule?: readonly Cron[] | undefined;
  readonly dispatch?: readonly DispatchInput[] | undefined;
  readonly call?: CallInterface | undefined;
}

export interface Filter {
  readonly name: Located<string>;
  readonly at: Span;
  readonly patterns: readonly Located<string>[];
}

export interface Cron {
  readonly at: Span;
  readonly cron?: Located<string> | undefined;
  readonly timezone?: Located<string> | undefined;
}

export function readTriggers(reading: Reading, node: Node): readonly Trigger[] {
  if (node.kind === "scalar") return bare(reading, node);
  if (node.kind === "sequence") return node.items.flatMap((item) => bare(reading, item));
  return distinct(reading, node).flatMap(({ key, value }) => {
    const event = { value: key.text, at: key.at };
    return known(reading, event) ? [readTrigger(reading, event, value)] : [];
  });
}

function bare(reading: Reading, node: Node): readonly Trigger[] {
  const name = plain(reading, node);
  if (name === undefined || !known(reading, name)) return [];
  if (events[name.value]?.bare === false) {
    report(
      reading,
      "unexpected-value",
      node.at,
      `"${name.value}" needs its settings: ${name.value}: [{ cron: "30 5 * * 1-5" }]`,
    );
  }
  return [{ event: name, at: node.at, filters: [] }];
}

function known(reading: Reading, event: Located<string>): boolean {
  if (Object.hasOwn(events, event.value)) return true;
  report(
    reading,
    "unexpected-value",
    event.at,
    `there is no event "${event.value}"; the events are ${listed(Object.keys(events))}`,
  );
  return false;
}

function readTrigger(reading: Reading, event: Located<string>, node: Node): Trigger {
  const base = { event, at: node.at, filters: [] };
  if (event.value === "schedule") return { ...base, schedule: readSchedule(reading, node) };
  if (node.kind === "scalar" && node.value === null)
    return event.value === "workflow_call"
      ? { ...base, call: { at: node.at, inputs: [], secrets: [], outputs: [] } }
      : base;
  if (event.value === "workflow_dispatch") return { ...base, dispatch: readDispatchInputs(reading, node) };
  if (event.value === "workflow_call") return { ...base, call: readCallInterface(reading, node) };
  return { ...base, ...readFilters(reading, event.value, node) };
}

function readFilters(reading: Reading, event: string, node: Node): Pick<Trigger, "types" | "filters"> {
  const found = mapping(reading, node, `"${event}"`);
  if (found === undefined) return { filters: [] };
  const facts = events[event] ?? {};
  const takes = [...(facts.types === undefined ? [] : ["types"]), ...(facts.filters ?? [])];
  const filters: Filter[] = [];
  let types: readonly Located<string>[] | undefined;
  for (const { key, value } of distinct(reading, found)) {
    if (!takes.includes(key.text)) {
      const hint = takes.length === 0 ? "it has no settings" : `it takes ${listed(takes)}`;
      report(reading, "unexpected-key", key.at, `"${event}" has no filter "${key.text}"; ${hint}`);
    } else if (key.text === "types") {
      types = readTypes(reading, event, value, facts.types);
    } else {
      const patterns = list(value, (item) => plain(reading, item));
      filters.push({ name: { value: key.text, at: key.at }, at: value.at, patterns });
    }
  }
  return { types, filters };
}

function readTypes(
  reading: Reading,
  event: string,
  node: Node,
  allowed: readonly string[] | undefined,
): readonly Located<string>[] {
  return list(node, (item) => {
    const type = plain(reading, item);
    if (type !== undefined && allowed !== undefined && !allowed.includes(type.value)) {
      report(
        reading,
        "unexpected-value",
        type.at,
        `"${event}" has no activity type "${type.value}"; its types are ${listed(allowed)}`,
        node.key,
      );
    }
    return type;
  });
}

function readSchedule(reading: Reading, node: Node): readonly Cron[] {
  const crons = sequence(reading, node, (item) => {
    const f = fields(reading, item, { what: "a schedule", keys: ["cron", "timezone"], required: ["cron"] });
    return (
      f && { at: item.at, cron: f.cron && plain(reading, f.cron), timezone: f.timezone && plain(reading, f.timezone) }
    );
  });
  return crons ?? [];
}

export function inputNames(triggers: readonly Trigger[]): readonly string[] {
  return triggers.flatMap((t) => [...(t.dispatch ?? []), ...(t.call?.inputs ?? [])].map((input) => input.id.value));
}
