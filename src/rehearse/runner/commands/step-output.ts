import type { Masker } from "./masker.ts";
import { isCommandName, parseCommand, type WorkflowCommand } from "./workflow-command.ts";

export interface Annotation {
  readonly level: "notice" | "warning" | "error";
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
}

/** What a line of a step's output comes to. */
export type LineEffect =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "debug"; readonly text: string }
  | { readonly kind: "group"; readonly title: string }
  | { readonly kind: "group-end" }
  | { readonly kind: "annotation"; readonly annotation: Annotation }
  | { readonly kind: "output"; readonly name: string; readonly value: string }
  | { readonly kind: "state"; readonly name: string; readonly value: string }
  | { readonly kind: "env"; readonly name: string; readonly value: string }
  | { readonly kind: "path"; readonly folder: string }
  | { readonly kind: "matcher"; readonly file: string }
  | { readonly kind: "problem"; readonly message: string };

const annotationsShown = 10;
const messageLimit = 4096;
const retired =
  "is refused, for a step's output could set it by accident: write to the file named by $GITHUB_ENV or $GITHUB_PATH instead";

function annotation(level: Annotation["level"], { properties, data }: WorkflowCommand): Annotation {
  const { title, file, line, endLine, col } = properties;
  const number = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined);
  const [first, last, column] = [number(line), number(endLine), number(col)];
  return {
    level,
    message: data.slice(0, messageLimit),
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file }),
    ...(first === undefined ? {} : { line: first }),
    ...(last === undefined ? {} : { endLine: last }),
    // GitHub drops a column where there is no line, or where the mark spans several
    ...(column === undefined || first === undefined || (last !== undefined && last !== first) ? {} : { column }),
  };
}

/** Reads one step's lines in order; `stop-commands` holds within the step. */
export class StepOutput {
  readonly #masker: Masker;
  readonly #allowUnsecure: boolean;
  readonly #counts = { notice: 0, warning: 0, error: 0 };
  #resumeToken: string | undefined;
  #echo = false;

  constructor(masker: Masker, options: { readonly allowUnsecure?: boolean } = {}) {
    this.#masker = masker;
    this.#allowUnsecure = options.allowUnsecure ?? false;
  }

  read(line: string): readonly LineEffect[] {
    const shown: LineEffect = { kind: "text", text: this.#masker.mask(line) };
    if (this.#resumeToken !== undefined) {
      if (line.trim().toLowerCase() !== `::${this.#resumeToken}::`) return [shown];
      this.#resumeToken = undefined;
      return [];
    }
    const command = parseCommand(line);
    if (!command) return [shown];
    const effects = this.#perform(command);
    return this.#echo && !["add-mask", "echo"].includes(command.name) ? [shown, ...effects] : effects;
  }

  #perform(command: WorkflowCommand): readonly LineEffect[] {
    const { name, properties, data } = command;
    const pair = (kind: "output" | "state" | "env"): readonly LineEffect[] =>
      properties["name"] === undefined
        ? [{ kind: "problem", message: `::${name}:: needs a name: ::${name} name=NAME::VALUE` }]
        : [{ kind, name: properties["name"], value: data }];
    switch (name) {
      case "notice":
      case "warning":
      case "error":
        this.#counts[name] += 1;
        return this.#counts[name] > annotationsShown
          ? [{ kind: "text", text: this.#masker.mask(data) }]
          : [{ kind: "annotation", annotation: annotation(name, this.#masked(command)) }];
      case "debug":
        return [{ kind: "debug", text: this.#masker.mask(data) }];
      case "group":
        return [{ kind: "group", title: this.#masker.mask(data) }];
      case "endgroup":
        return [{ kind: "group-end" }];
      case "add-mask":
        if (data.trim() === "") return [{ kind: "problem", message: "::add-mask:: with nothing to mask" }];
        this.#masker.add(data);
        return [];
      case "stop-commands":
        return this.#stop(data);
      case "echo":
        this.#echo = data.trim().toLowerCase() === "on";
        return [];
      case "set-output":
        return pair("output");
      case "save-state":
        return pair("state");
      case "set-env":
        return this.#allowUnsecure ? pair("env") : [{ kind: "problem", message: `::set-env:: ${retired}` }];
      case "add-path":
        return this.#allowUnsecure
          ? [{ kind: "path", folder: data }]
          : [{ kind: "problem", message: `::add-path:: ${retired}` }];
      case "add-matcher":
        return [{ kind: "matcher", file: this.#masker.mask(data) }];
      default:
        // remove-matcher: there is none to remove
        return [];
    }
  }

  #masked({ name, properties, data }: WorkflowCommand): WorkflowCommand {
    const hidden = Object.entries(properties).map(([key, value]) => [key, this.#masker.mask(value)]);
    return { name, properties: Object.fromEntries(hidden), data: this.#masker.mask(data) };
  }

  #stop(token: string): readonly LineEffect[] {
    const wanted = token.trim().toLowerCase();
    if (wanted === "" || wanted === "pause-logging" || isCommandName(wanted))
      return [{ kind: "problem", message: `::stop-commands:: cannot take "${token}" as its token` }];
    // a token that ends what came before could be guessed from the log, so it is masked from now on
    if (wanted.length > 6) this.#masker.add(token.trim());
    this.#resumeToken = wanted;
    return [];
  }
}
