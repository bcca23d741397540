/** The kinds of output an action can give. All are text on GitHub; the kind says how the text is written. */

interface About {
  /** one sentence; it is shown in action.yml, the README and the editor */
  readonly description: string;
}

/** An output as an action declares it. */
export type OutputSpec =
  | (About & {
      readonly type:
        | "string"
        /** `true` or `false` */
        | "boolean"
        | "integer"
        | "number"
        /** milliseconds at run time, `12.5s` as text */
        | "duration"
        | "path"
        | "url"
        /** one item per line */
        | "list"
        | "digest"
        /** a digest that was scanned: what a typed workflow may deploy */
        | "scanned-digest"
        | "scan"
        | "json";
    })
  | (About & { readonly type: "choice"; readonly options: readonly string[] });
