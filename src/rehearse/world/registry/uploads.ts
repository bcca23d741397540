import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Blobs } from "./blobs.ts";
import { newHash } from "./digest.ts";
import { Refusal } from "./refusal.ts";

/** `0-41` in → `{ first: 0, last: 41 }` out; the header of a chunk as the specification has it, without a unit. */
function chunkRange(header: string): { first: number; last: number } {
  const match = /^(?:bytes )?(\d+)-(\d+)/.exec(header);
  if (!match) throw new Refusal("BLOB_UPLOAD_INVALID", `Content-Range "${header}" is not of the form FIRST-LAST`);
  return { first: Number(match[1]), last: Number(match[2]) };
}

/** Uploads under way: bytes gather in a file of their own and become a blob only when their digest is right. */
export class Uploads {
  readonly #folder: string;
  readonly #blobs: Blobs;
  readonly #open = new Map<string, string>();
  /** by upload, what is being done to it: the next waits, as a client that lost its line may be back before that was seen */
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(folder: string, blobs: Blobs) {
    this.#folder = folder;
    this.#blobs = blobs;
  }

  async prepare(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
  }

  #file(name: string, id: string): string {
    if (this.#open.get(id) !== name)
      throw new Refusal("BLOB_UPLOAD_UNKNOWN", `no upload ${id} is under way in ${name}`);
    return join(this.#folder, id);
  }

  #inTurn<T>(id: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.#busy.get(id) ?? Promise.resolve()).then(act);
    const over = turn.then(
      () => {},
      () => {},
    );
    this.#busy.set(id, over);
    void over.then(() => this.#busy.get(id) === over && this.#busy.delete(id));
    return turn;
  }

  async start(name: string): Promise<string> {
    const id = randomUUID();
    this.#open.set(id, name);
    await (await open(join(this.#folder, id), "wx")).close();
    return id;
  }

  received(name: string, id: string): Promise<number> {
    return this.#inTurn(id, async () => (await stat(this.#file(name, id))).size);
  }

  /** Adds a chunk; a chunk that breaks off half-way leaves the upload as it was before. */
  append(name: string, id: string, body: Readable, range: string | undefined): Promise<number> {
    return this.#inTurn(id, () => this.#append(name, id, body, range));
  }

  async #append(name: string, id: string, body: Readable, range: string | undefined): Promise<number> {
    const file = this.#file(name, id);
    const before = (await stat(file)).size;
    if (range !== undefined && chunkRange(range).first !== before)
      throw new Refusal("BLOB_UPLOAD_INVALID", `expected the chunk that begins at byte ${before}, got ${range}`);
    try {
      await pipeline(body, createWriteStream(file, { flags: "a" }));
      const after = (await stat(file)).size;
      if (range === undefined || chunkRange(range).last === after - 1) return after;
      const came = `the ${after - before} bytes that came`;
      throw new Refusal("SIZE_INVALID", `the range ${range} promised another length than ${came}: none were kept`);
    } catch (cause) {
      await truncate(file, before);
      throw cause;
    }
  }

  finish(name: string, id: string, digest: string): Promise<void> {
    return this.#inTurn(id, () => this.#finish(name, id, digest));
  }

  async #finish(name: string, id: string, digest: string): Promise<void> {
    const file = this.#file(name, id);
    const hash = newHash();
    await pipeline(createReadStream(file), hash);
    const actual = `sha256:${hash.digest("hex")}`;
    this.#open.delete(id);
    if (actual !== digest) {
      await rm(file, { force: true });
      throw new Refusal(
        "DIGEST_INVALID",
        `the upload was announced as ${digest}, its bytes are ${actual}: nothing was kept`,
      );
    }
    await this.#blobs.adopt(file, digest);
  }

  async cancel(name: string, id: string): Promise<void> {
    await rm(this.#file(name, id), { force: true });
    this.#open.delete(id);
  }
}
