import { actions } from "./actions.gen.ts";
import { majorOf } from "./majors.ts";
import { moreActions } from "./more-actions.ts";

export interface InputFacts {
  readonly required: boolean;
  /** What to use instead, as the action says it. */
  readonly deprecated?: string;
}

export interface KnownAction {
  readonly inputs: Readonly<Record<string, InputFacts>>;
  readonly outputs: readonly string[];
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
  readonly open?: true;
}

const parsed = new Map<string, KnownAction>();

/** `actions/checkout@v7` → its inputs and outputs, as its newest release has them. */
export function knownAction(uses: string): KnownAction | undefined {
  const name = (uses.split("@")[0] ?? "").toLowerCase();
  const row = [actions, moreActions].flatMap((table) => (Object.hasOwn(table, name) ? [table[name]] : [])).at(0);
  if (row === undefined) return undefined;
  const known = parsed.get(name) ?? parse(row);
  parsed.set(name, known);
  return row.open === true && !isCovered(uses, row.tag) ? { ...known, open: true } : known;
}

/** Whether what is used is a release that was there when the row was written. */
function isCovered(uses: string, tag: string): boolean {
  const ref = uses.split("@")[1] ?? "";
  const [used, written] = [majorOf(ref), majorOf(tag)];
  return ref === tag || (used !== undefined && written !== undefined && used <= written);
}

function parse({ inputs, outputs, deprecated, docker }: ActionRow): KnownAction {
  const words = (text: string) => text.split(" ").filter((word) => word !== "");
  const entries = words(inputs).map((word): readonly [string, InputFacts] => {
    const name = word.replace(/!$/, "");
    const message = deprecated?.[name];
    return [name, { required: word.endsWith("!"), ...(message === undefined ? {} : { deprecated: message }) }];
  });
  return {
    inputs: Object.fromEntries(entries),
    outputs: words(outputs),
    ...(docker && { docker }),
  };
}
