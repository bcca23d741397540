import { existsSync } from "node:fs";
import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Secret } from "../../spec/secret.ts";
import { ActionError, kitError } from "../errors/error.ts";
import type { Masker } from "../mask/masker.ts";
import { within } from "./within.ts";

/** Reading and writing. What is written as text has its secrets hidden, whatever the file. */
export interface Files {
  read(path: string): Promise<string>;
  /** with `most`: the error `bad-file` for what is larger, before any of it is read */
  readBytes(path: string, most?: number): Promise<Buffer>;
  /** secrets in the text are hidden; folders on the way are made */
  write(path: string, text: string): Promise<void>;
  append(path: string, text: string): Promise<void>;
  writeBytes(path: string, bytes: Uint8Array): Promise<void>;
  /** a file that only this user can read, with the secret in it as it is: a kubeconfig, a token */
  writeSecret(path: string, secret: Secret): Promise<void>;
  exists(path: string): boolean;
  kind(path: string): Promise<"file" | "folder" | "missing">;
  /** names in a folder, sorted */
  list(folder: string): Promise<readonly string[]>;
  makeFolder(path: string): Promise<void>;
  /** a new empty folder under the runner's temp; it goes away with the job */
  temporaryFolder(prefix: string): Promise<string>;
  remove(path: string): Promise<void>;
  /** the place of a path that someone else named, or the error `path-outside` */
  within(root: string, named: string): string;
}

function unreadable(path: string, thrown: unknown): Error {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  const why = { ENOENT: "is not there", EISDIR: "is a folder", EACCES: "may not be read" }[code] ?? "cannot be read";
  return kitError("bad-file", `${path} ${why}`, { cause: thrown });
}

const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`;

/** A pipe or a device has no size, and no end either. */
async function smallEnough(path: string, most: number): Promise<void> {
  const about = await stat(path);
  if (about.isDirectory() || (about.isFile() && about.size <= most)) return;
  throw kitError("bad-file", `${path} is ${about.isFile() ? "too large" : "no file"}`, {
    expected: `a file of at most ${inMegabytes(most)}`,
    came: about.isFile() ? inMegabytes(about.size) : "a pipe or a device",
  });
}

export function createFiles(masker: Masker, temp: string): Files {
  const prepared = async (path: string) => {
    await mkdir(dirname(path), { recursive: true });
    return path;
  };
  return {
    read: (path) =>
      readFile(path, "utf8").catch((thrown: unknown) => {
        throw unreadable(path, thrown);
      }),
    async readBytes(path, most) {
      try {
        if (most !== undefined) await smallEnough(path, most);
        return await readFile(path);
      } catch (thrown) {
        throw thrown instanceof ActionError ? thrown : unreadable(path, thrown);
      }
    },
    write: async (path, text) => writeFile(await prepared(path), masker.hide(text)),
    append: async (path, text) => appendFile(await prepared(path), masker.hide(text)),
    writeBytes: async (path, bytes) => writeFile(await prepared(path), bytes),
    async writeSecret(path, secret) {
      await writeFile(await prepared(path), secret.reveal(), { mode: 0o600 });
      // the mode above counts only for a file that is new
      await chmod(path, 0o600);
    },
    exists: (path) => existsSync(path),
    async kind(path) {
      const found = await stat(path).catch(() => undefined);
      return found === undefined ? "missing" : found.isDirectory() ? "folder" : "file";
    },
    list: async (folder) =>
      (
        await readdir(folder).catch((thrown: unknown) => {
          throw unreadable(folder, thrown);
        })
      ).sort(),
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true });
    },
    temporaryFolder: async (prefix) => {
      await mkdir(temp, { recursive: true });
      return mkdtemp(join(temp, `${prefix}-`));
    },
    remove: (path) => rm(path, { recursive: true, force: true }),
    within,
  };
}
