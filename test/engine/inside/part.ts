/** One daemon of the engine: what must serve before it, how it is started, and how one knows that it serves. */
export interface Part {
  readonly name: string;
  readonly after: readonly string[];
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Writes the files it is started with. */
  prepare(): Promise<void>;
  /** Resolves once it serves; rejects with the reason while it does not. */
  ready(): Promise<void>;
}
