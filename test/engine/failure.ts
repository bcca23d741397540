/** Why the engine cannot do what was asked, in a sentence for whoever asked, and the command or file that tells more. */
export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
