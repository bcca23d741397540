/** A place in a text that comes piece by piece, with values between the pieces. */
export class Cursor {
  at = 0;
  private text = "";
  /** the last character before this piece */
  private previous = "\n";

  /** Goes on to the next piece. */
  read(text: string): void {
    this.previous = this.text.at(-1) ?? this.previous;
    this.text = text;
    this.at = 0;
  }

  /** A value stands between the pieces: the next one begins in the middle of a line. */
  filled(): void {
    this.read("x");
    this.at = 1;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** Is this the last character of the piece? */
  get last(): boolean {
    return this.at + 1 >= this.text.length;
  }

  get character(): string {
    return this.text[this.at] ?? "";
  }

  get next(): string {
    return this.text[this.at + 1] ?? "";
  }

  get atLineStart(): boolean {
    return (this.at === 0 ? this.previous : this.text[this.at - 1]) === "\n";
  }

  /** what is left of the piece */
  get rest(): string {
    return this.text.slice(this.at);
  }

  is(token: string): boolean {
    return this.text.startsWith(token, this.at);
  }
}
