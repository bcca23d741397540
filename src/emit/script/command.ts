/** The simple command that is being written, as far as it is known: enough to see where a program is given code as a word. */
const assignment = /^[A-Za-z_]\w*\+?=/;
const prefixes = new Set([
  "sudo",
  "exec",
  "command",
  "time",
  "nice",
  "nohup",
  "env",
  "then",
  "do",
  "else",
  "if",
  "while",
  "until",
  "!",
  "{",
]);
const interpreters = /^(?:.*\/)?(?:(?:ba|da|k|z)?sh|python[\d.]*|node|perl|ruby|php|pwsh)$/;
/** Shells' own commands that run text, PowerShell's in any case of letters. */
const evaluators = /^(?:eval|trap|iex|invoke-expression)$/i;

export class Command {
  private words: string[] = [];
  private word = "";
  private open = false;

  /** a character of a word, quotes left out */
  add(character: string): void {
    this.word += character;
    this.open = true;
  }

  /** the word so far */
  get current(): string {
    return this.word;
  }

  get inWord(): boolean {
    return this.open;
  }

  endWord(): string {
    const { word } = this;
    if (this.open) this.words.push(word);
    this.word = "";
    this.open = false;
    return word;
  }

  end(): void {
    this.words = [];
    this.word = "";
    this.open = false;
  }

  /** Is the next word a command's name? */
  get atStart(): boolean {
    return this.words.every((word) => assignment.test(word) || prefixes.has(word));
  }

  /** Why a value in the present word would be run as code, however it is quoted. */
  get runsWord(): string | undefined {
    const given = this.words.filter(
      (word, i) => !(assignment.test(word) && this.words.slice(0, i).every((w) => assignment.test(w))),
    );
    const name = given.find((word) => !prefixes.has(word) && !word.startsWith("-"));
    if (name !== undefined && evaluators.test(name)) return `${name} runs its arguments as code`;
    const last = given.at(-1) ?? "";
    const isCode = /^-[a-zA-Z]*[ce]$/.test(last) || last === "-Command" || last === "--eval";
    if (name !== undefined && interpreters.test(name) && isCode) return `${name} ${last} runs this word as code`;
    return undefined;
  }
}
