import { createReadStream, type ReadStream } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, digestOf } from "./digest.ts";

/**
 * Content by digest, on disk. A blob appears in one rename after its bytes were verified, so a half-written or corrupt
 * one is never visible, also after a kill.
 */
export class Blobs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async prepare(): Promise<void> {
    await mkdir(join(this.#folder, "sha256"), { recursive: true });
  }

  #path(digest: string): string {
    return join(this.#folder, "sha256", digest.slice("sha256:".length));
  }

  /** the size in bytes, or undefined where there is no such blob */
  async size(digest: string): Promise<number | undefined> {
    const found = await stat(this.#path(digest)).catch(() => undefined);
    return found?.size;
  }

  open(digest: string, from = 0, to?: number): ReadStream {
    return createReadStream(this.#path(digest), { start: from, ...(to === undefined ? {} : { end: to }) });
  }

  /** Takes over a finished, verified file. */
  async adopt(file: string, digest: string): Promise<void> {
    await rename(file, this.#path(digest));
  }

  async put(content: Uint8Array): Promise<Digest> {
    const digest = digestOf(content);
    const half = `${this.#path(digest)}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    await writeFile(half, content);
    await rename(half, this.#path(digest));
    return digest;
  }
}
