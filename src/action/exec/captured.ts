/** The beginning and the end of what a process wrote; the middle is dropped when it is more than fits. */
export class Captured {
  readonly #limit: number;
  readonly #head: Buffer[] = [];
  #headSize = 0;
  #tail: Buffer[] = [];
  #tailSize = 0;
  #dropped = 0;

  /** `limit` in bytes; the first quarter and the last three quarters are kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    const headRoom = Math.floor(this.#limit / 4) - this.#headSize;
    const first = chunk.subarray(0, Math.max(0, headRoom));
    if (first.length > 0) {
      this.#head.push(first);
      this.#headSize += first.length;
    }
    const rest = chunk.subarray(first.length);
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailSize += rest.length;
    this.#trim();
  }

  #trim(): void {
    const room = this.#limit - Math.floor(this.#limit / 4);
    let surplus = this.#tailSize - room;
    while (surplus > 0) {
      const [oldest, ...newer] = this.#tail;
      if (!oldest) return;
      const cut = Math.min(surplus, oldest.length);
      if (cut === oldest.length) this.#tail = newer;
      else this.#tail[0] = oldest.subarray(cut);
      this.#tailSize -= cut;
      this.#dropped += cut;
      surplus -= cut;
    }
  }

  get truncated(): boolean {
    return this.#dropped > 0;
  }

  text(): string {
    const gap = this.truncated ? [Buffer.from(`\n… ${this.#dropped} bytes left out …\n`)] : [];
    return Buffer.concat([...this.#head, ...gap, ...this.#tail]).toString("utf8");
  }
}
