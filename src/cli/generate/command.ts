import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { carriedPins, hasOther } from "../../emit/carried.ts";
import { type Generated, type GeneratedFile, generate } from "../../emit/generate.ts";
import type { Command, ExitCode, Io } from "../io.ts";
import { UsageError } from "../io.ts";
import { type Change, generatedActions, generatedIn, putAll, putCache, textOf } from "./files.ts";
import { sourceMap } from "./map.ts";
import { Phases } from "./phases.ts";
import type { ReadPins } from "./pins.ts";
import { count, problemLines } from "./report.ts";
import { readSources, type Sources } from "./sources.ts";

const usage = `Usage: tidegate generate [--check] [OPTIONS]

Writes .github/workflows/NAME.yml for every workflow that a file of workflows-src exports: all files, or none when
anything is wrong. A generated file whose source is gone is removed; files that tidegate did not write are left alone.

  --check           change nothing; exit 1 when a file is not what its source says
  --source FOLDER   where the sources are; workflows-src unless told
  --timing          say where the time went
  --lock FILE       the lock of pins; tidegate.lock.json unless told. A pin that a bot moved in the YAML is read back into it`;

const folder = ".github/workflows";

interface Options {
  readonly check: boolean;
  readonly source: string;
  readonly lock: string;
  readonly timing: boolean;
}

function options(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        check: { type: "boolean" },
        source: { type: "string" },
        lock: { type: "string" },
        timing: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values.help
      ? undefined
      : {
          check: values.check ?? false,
          source: values.source ?? "workflows-src",
          lock: values.lock ?? "tidegate.lock.json",
          timing: values.timing ?? false,
        };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** What has to change on disk for the files to be what the sources say. `there`: the workflows as they were generated before. */
function changesOf(
  files: readonly GeneratedFile[],
  there: ReadonlyMap<string, string>,
  root: string,
  sources: string,
): readonly Change[] {
  const wanted = new Set(files.map((file) => file.path));
  const gone = [...there.keys(), ...generatedActions(root, sources).keys()].filter((path) => !wanted.has(path));
  const before = (path: string) => there.get(path) ?? textOf(root, path);
  return [
    ...files.filter((file) => before(file.path) !== file.text).map(({ path, text }) => ({ path, text })),
    ...gone.map((path) => ({ path, text: undefined })),
  ];
}

function write(generated: Generated, changes: readonly Change[], io: Io): ExitCode {
  const maps = generated.files.map((file) => ({
    path: `.tidegate/maps/${file.path}.json`,
    text: sourceMap(file, io.cwd),
  }));
  putAll(io.cwd, changes);
  putCache(io.cwd, maps);
  for (const { path, text } of changes) io.out(`${text === undefined ? "removed" : "wrote"} ${path}`);
  io.out(
    `${count(generated.files.length, "file")}, ${changes.length === 0 ? "all as they should be" : `${changes.length} changed`}`,
  );
  return 0;
}

async function compare(changes: readonly Change[], io: Io): Promise<ExitCode> {
  const { sameMeaning } = await import("./drift.ts");
  let drift = false;
  for (const { path, text } of changes) {
    const there = textOf(io.cwd, path);
    if (text === undefined) io.err(`${path}: its source is gone: run \`npx tidegate generate\``);
    else if (there === undefined) io.err(`${path}: is missing: run \`npx tidegate generate\``);
    else if (sameMeaning(there, text)) {
      io.out(`${path}: same meaning, other text (comments or layout): \`npx tidegate generate\` would tidy it`);
      continue;
    } else io.err(`${path}: is not what its source says: change the source, then run \`npx tidegate generate\``);
    drift = true;
  }
  return drift ? 1 : 0;
}

/** A project without a lock whose YAML has the pins of its bindings has nothing to read, and does not wait for what reads it. */
async function pinsOf(
  { lock: path }: Options,
  { workflows }: Sources,
  texts: readonly string[],
  io: Io,
): Promise<ReadPins> {
  const carried = carriedPins(workflows.map(({ workflow }) => workflow));
  return existsSync(join(io.cwd, path)) || texts.some((text) => hasOther(text, carried))
    ? (await import("./pins.ts")).readPins(io.cwd, path, texts, carried)
    : { pins: new Map(), notes: [], changes: [] };
}

export const generateCommand: Command = async (args, io) => {
  const chosen = options(args);
  if (!chosen) {
    io.out(usage);
    return 0;
  }
  const phases = new Phases();
  const sources = await readSources(io.cwd, chosen.source);
  phases.end("sources");
  if (sources.workflows.length + sources.composites.length === 0)
    io.out(`no file of ${chosen.source} exports a workflow: export default workflow("CI", { … })`);
  const there = generatedIn(io.cwd, folder, chosen.source);
  const locked = await pinsOf(chosen, sources, [...there.values()], io);
  for (const note of locked.notes) io.out(note);
  phases.end("pins");
  const generated = generate(sources.workflows, sources.composites, locked.pins);
  phases.end("rendering and rules");
  for (const line of problemLines(generated.problems, io.cwd)) io.err(line);
  if (generated.problems.length > 0) {
    io.err(`${count(generated.problems.length, "problem")}; nothing was written`);
    return 1;
  }
  const changes = changesOf(generated.files, there, io.cwd, chosen.source);
  const code = chosen.check ? await compare(changes, io) : write(generated, [...changes, ...locked.changes], io);
  phases.end(chosen.check ? "comparing" : "writing");
  if (chosen.timing) io.err(phases.text);
  return code;
};
