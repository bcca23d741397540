import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { compile } from "./compile.ts";

const run = promisify(execFile);

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** The same sources, dependencies, Node and recipe give the same key. */
function keyOf(root: string, compiled: string): string {
  const hash = createHash("sha256")
    .update(process.version)
    .update(readFileSync(import.meta.filename));
  for (const file of filesUnder(compiled).filter((path) => path.endsWith(".js")))
    hash.update(relative(compiled, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex")
    .slice(0, 24);
}

/** ncc leaves a package.json with only `type: module`, which the bundle needs: Node would read it as CommonJS. */
async function ncc(root: string, entry: string, into: string, nowhere: string): Promise<void> {
  const cli = join(root, "node_modules/@vercel/ncc/dist/ncc/cli.js");
  await run(
    process.execPath,
    [cli, "build", entry, "-o", into, "--minify", "--license", "licenses.txt", "--no-cache"],
    {
      // ncc packs the working directory's files wherever code asks for it, and names modules by their way from it
      cwd: nowhere,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  // the sources of this repository carry its own licence, and their path says where they were compiled
  for (const file of filesUnder(into).filter((path) => path.endsWith(".js"))) {
    if (dirname(file) !== into) throw new Error(`${relative(into, file)}: ncc packed a file it should not have found`);
    const text = readFileSync(file, "utf8");
    if (text.includes(dirname(entry)) || text.includes(root))
      throw new Error(`${basename(file)} names the folder it was built in: import.meta.url of a dependency?`);
    if (!text.endsWith("\n")) writeFileSync(file, `${text}\n`);
  }
}

/**
 * Compiles and bundles one entry, `actions/audit/main.ts`, and returns the folder of the bundle. Built once for the
 * same sources: it lies in node_modules/.cache until they change.
 */
export async function bundle(root: string, entry: string): Promise<string> {
  const cache = join(root, "node_modules/.cache/tidegate");
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "build-"));
  try {
    const compiled = join(work, "compiled");
    compile(root, [entry], compiled);
    const place = join(cache, `bundle-${keyOf(root, compiled)}`);
    if (existsSync(place)) return place;
    const built = join(work, "bundle");
    const nowhere = join(work, "nowhere");
    mkdirSync(nowhere);
    await ncc(root, join(compiled, entry.replace(/\.ts$/, ".js")), built, nowhere);
    try {
      renameSync(built, place);
    } catch (thrown) {
      // someone else built the same meanwhile
      if (!existsSync(place)) throw thrown;
    }
    return place;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
