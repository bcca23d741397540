/** What is kept in one environment's cluster, as a value: two that hold the same are the same number. */
import type { KubeObject } from "../../src/release/kube/object.ts";

/** Objects by key, each with the number of its text. */
export type Objects = ReadonlyMap<string, number>;

/** Gives equal texts equal numbers. */
class Numbers {
  readonly #byText = new Map<string, number>();
  readonly #texts: string[] = [];

  of(text: string): number {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    this.#byText.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  text(number: number): string {
    return this.#texts[number] ?? "";
  }

  get size(): number {
    return this.#texts.length;
  }
}

/** Everything that was ever stored, in whatever state: so that a state is a small number. */
export class Archive {
  readonly #objects = new Numbers();
  readonly #states = new Numbers();
  readonly #parsed = new Map<number, KubeObject>();
  readonly #opened = new Map<number, Objects>();

  keep(object: KubeObject): number {
    const number = this.#objects.of(JSON.stringify(object));
    this.#parsed.set(number, object);
    return number;
  }

  /** With a version: its number, for an object that holds the same again is the same. */
  object(number: number): KubeObject {
    const found = this.#parsed.get(number);
    if (found === undefined) throw new Error("nothing was kept under this number");
    return { ...found, metadata: { ...found.metadata, resourceVersion: `v${number}` } };
  }

  seal(objects: Objects): number {
    const sorted = [...objects].sort(([a], [b]) => (a < b ? -1 : 1));
    const number = this.#states.of(JSON.stringify(sorted));
    this.#opened.set(number, new Map(sorted));
    return number;
  }

  open(state: number): Objects {
    const found = this.#opened.get(state);
    if (found === undefined) throw new Error("no such state was sealed");
    return found;
  }

  /** how many states there are */
  get size(): number {
    return this.#states.size;
  }
}
