import { actions } from "./actions.gen.ts";
import { earlierInputs, ownOutputs } from "./earlier.ts";
import { majorOf } from "./majors.ts";
import { moreActions } from "./more-actions.ts";

export interface InputFacts {
  readonly required: boolean;
  /** What to use instead, as the action says it. */
  readonly deprecated?: string;
}

export interface KnownAction {
  readonly inputs: Readonly<Record<string, InputFacts>>;
  /** Undefined: it has outputs that are not known before it runs. */
  readonly outputs: readonly string[] | undefined;
  readonly docker?: true;
  /** This release may have inputs and outputs that are not known here. */
  readonly open?: true;
}

/** As the table writes it: names in one line, `!` behind a required input. */
export interface ActionRow {
  readonly tag: string;
  readonly inputs: string;
  readonly outputs: string;
  readonly deprecated?: Readonly<Record<string, string>>;
  readonly docker?: true;
}

const parsed = new Map<string, KnownAction>();

/** `actions/checkout@v7` → its inputs and outputs: those of its newest release, as far as they hold for the one that is used. */
export function knownAction(uses: string): KnownAction | undefined {
  const name = (uses.split("@")[0] ?? "").toLowerCase();
  const row = [actions, moreActions].flatMap((table) => (Object.hasOwn(table, name) ? [table[name]] : [])).at(0);
  if (row === undefined) return undefined;
  const known = parsed.get(name) ?? parse(row, ownOutputs.has(name));
  parsed.set(name, known);
  switch (ageOf(uses, row.tag)) {
    case "same":
      return known;
    case "older":
      return { ...known, ...asItWas(name, known.inputs) };
    case "unknown":
      return { ...known, ...asItWas(name, known.inputs), open: true };
  }
}

type Age = "same" | "older" | "unknown";

/** How the release that is used stands to the one the row was written from. */
function ageOf(uses: string, tag: string): Age {
  const ref = uses.split("@")[1] ?? "";
  const [used, written] = [majorOf(ref), majorOf(tag)];
  if (ref === tag || (used !== undefined && used === written)) return "same";
  return used !== undefined && written !== undefined && used < written ? "older" : "unknown";
}

/** What an earlier release took: nothing was deprecated there yet, and what it is known to have had besides. */
function asItWas(name: string, inputs: KnownAction["inputs"]): Pick<KnownAction, "inputs" | "open"> {
  const earlier = earlierInputs[name];
  const added = words(earlier ?? "").map((input) => [input, { required: false }] as const);
  const kept = Object.entries(inputs).map(([input, { required }]) => [input, { required }] as const);
  const all = Object.fromEntries([...added, ...kept]);
  return earlier === undefined ? { inputs: all, open: true } : { inputs: all };
}

function words(text: string): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}

function parse({ inputs, outputs, deprecated, docker }: ActionRow, setsItsOwn: boolean): KnownAction {
  const entries = words(inputs).map((word): readonly [string, InputFacts] => {
    const name = word.replace(/!$/, "");
    const message = deprecated?.[name];
    return [name, { required: word.endsWith("!"), ...(message === undefined ? {} : { deprecated: message }) }];
  });
  return {
    inputs: Object.fromEntries(entries),
    outputs: setsItsOwn ? undefined : words(outputs),
    ...(docker && { docker }),
  };
}
