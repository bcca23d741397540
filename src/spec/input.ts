/** The kinds of input an action can take, as pure data. What each becomes at run time is in `values.ts`. */

interface About {
  /** one sentence; it is shown in action.yml, the README and the editor */
  readonly description: string;
  /** shown in the README and in the message about a bad value */
  readonly example?: string;
  /** a sentence that says what to use instead; GitHub shows it as a warning */
  readonly deprecated?: string;
  /** left empty is an error; has no default */
  readonly required?: true;
}

export interface StringInput extends About {
  readonly type: "string";
  /** may be an expression of the contexts that action.yml allows: `${{ github.sha }}` */
  readonly default?: string;
  /** a regular expression the whole value must match; give an example with it */
  readonly pattern?: string;
}

export interface BooleanInput extends About {
  readonly type: "boolean";
  readonly default?: boolean;
}

export interface IntegerInput extends About {
  readonly type: "integer";
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface NumberInput extends About {
  readonly type: "number";
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

/** `250ms`, `90s`, `5m`, `2h`, `30d`, or several: `1h30m`. Milliseconds at run time. */
export interface DurationInput extends About {
  readonly type: "duration";
  readonly default?: string;
  readonly min?: string;
  readonly max?: string;
}

export interface ChoiceInput extends About {
  readonly type: "choice";
  readonly options: readonly string[];
  readonly default?: string;
}

/** One item per line; blank lines do not count. */
export interface ListInput extends About {
  readonly type: "list";
  /** `comma`: items may also stand in one line, with commas between them */
  readonly separator?: "line" | "comma";
  /** the only items allowed */
  readonly options?: readonly string[];
  readonly default?: readonly string[];
}

/** `key=value`, one per line; the value may hold further `=`. */
export interface MapInput extends About {
  readonly type: "map";
  readonly default?: Readonly<Record<string, string>>;
}

/** A file or folder, relative to the workspace; absolute at run time. */
export interface PathInput extends About {
  readonly type: "path";
  readonly default?: string;
  /** what must be there before the action starts */
  readonly exists?: "file" | "folder" | "either";
  /** `anywhere` also allows paths outside the workspace; the default is `workspace` */
  readonly within?: "workspace" | "anywhere";
}

/** Masked before anything else happens. */
export interface SecretInput extends About {
  readonly type: "secret";
  /** `${{ github.token }}`, nothing else makes sense */
  readonly default?: string;
  /** not one word but a document: only its credentials are masked, not every line of it */
  readonly structure?: "json" | "yaml";
}

/** An image by content, `sha256:…`: a build's output. */
export interface DigestInput extends About {
  readonly type: "digest";
}

/** A digest that went through a scan: in typed workflows only a scan's output fits. */
export interface ScannedDigestInput extends About {
  readonly type: "scanned-digest";
}

/** `name=sha256:…`, one per line. */
export interface DigestsInput extends About {
  readonly type: "digests";
}

/** What a scan said about one image (JSON). */
export interface ScanInput extends About {
  readonly type: "scan";
}

/** What scans said: a JSON list of them, or one per line. */
export interface ScansInput extends About {
  readonly type: "scans";
}

export interface UrlInput extends About {
  readonly type: "url";
  readonly default?: string;
  /** without the colon; the default is https and http */
  readonly protocols?: readonly string[];
}

export interface JsonInput extends About {
  readonly type: "json";
  /** JSON text */
  readonly default?: string;
}

/** An input as an action declares it, of whatever type. */
export type InputSpec =
  | StringInput
  | BooleanInput
  | IntegerInput
  | NumberInput
  | DurationInput
  | ChoiceInput
  | ListInput
  | MapInput
  | PathInput
  | SecretInput
  | DigestInput
  | ScannedDigestInput
  | DigestsInput
  | ScanInput
  | ScansInput
  | UrlInput
  | JsonInput;
