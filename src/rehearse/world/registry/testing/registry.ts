import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type Registry, startRegistry } from "../server.ts";

/** A registry of its own for each test. */
export class RegistryOfTest {
  #folder = "";
  #registry: Registry | undefined;

  constructor() {
    beforeEach(async () => {
      this.#folder = await mkdtemp(join(tmpdir(), "registry-"));
      this.#registry = await startRegistry({ folder: this.#folder });
    });
    afterEach(async () => {
      await this.now.stop();
      await rm(this.#folder, { recursive: true });
    });
  }

  get now(): Registry {
    if (this.#registry === undefined) throw new Error("the registry is there while a test runs");
    return this.#registry;
  }

  /** Another one begins where this one ended. */
  async restart(): Promise<void> {
    await this.now.stop();
    this.#registry = await startRegistry({ folder: this.#folder });
  }

  readonly call = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`http://${this.now.address}${path}`, init);
}

export const errorCode = async (response: Response): Promise<string | undefined> =>
  /"code":"(\w+)"/.exec(await response.text())?.[1];
