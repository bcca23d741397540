import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What a scripted program does for some arguments. The first that fits counts. */
export interface ScriptedCall {
  /** the arguments begin with these; left out: any arguments */
  readonly args?: readonly string[];
  /** and these are among them, anywhere */
  readonly holds?: readonly string[];
  /** how often it answers; then the next that fits does. Left out: always */
  readonly times?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exit?: number;
  /** files it writes, relative to where it runs, or absolute */
  readonly writes?: Readonly<Record<string, string>>;
  /** the value after this argument, or after its `=`, is where the text is written: `--output` */
  readonly writesTo?: { readonly argument: string; readonly text: string };
  /** does not end by itself, not even on SIGTERM when `deaf` */
  readonly hangs?: "until-told" | "deaf";
}

/** A call of a scripted program, as it came. */
export interface SeenCall {
  readonly tool: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly stdin: string;
  /** the environment's names, so that a test can show what was not handed on */
  readonly env: readonly string[];
}

/** What stands in for programs on PATH, by name: `{ git: [{ args: ["rev-parse"], stdout: "abc\n" }] }`. Nothing else is on it. */
export type ToolScript = Readonly<Record<string, readonly ScriptedCall[]>>;

/** The program that plays a script: plain JavaScript, since it runs outside of everything. */
const player = `
const fs = require("node:fs"), path = require("node:path");
const [, , tool, scriptFile, callsFile, ...args] = process.argv;
const stdin = fs.fstatSync(0).isCharacterDevice() ? "" : fs.readFileSync(0, "utf8");
const earlier = fs.existsSync(callsFile) ? fs.readFileSync(callsFile, "utf8").split("\\n").filter(Boolean).map((l) => JSON.parse(l)) : [];
fs.appendFileSync(callsFile, JSON.stringify({ tool, args, cwd: process.cwd(), stdin, env: Object.keys(process.env).sort() }) + "\\n");
const calls = JSON.parse(fs.readFileSync(scriptFile, "utf8"));
const left = calls.map((c) => c.times ?? Infinity);
const fits = (c, some) => (c.args ?? []).every((arg, i) => some[i] === arg) && (c.holds ?? []).every((arg) => some.includes(arg));
const next = (some) => calls.find((c, i) => left[i] > 0 && fits(c, some));
for (const one of earlier) if (one.tool === tool) { const used = calls.indexOf(next(one.args)); if (used >= 0) left[used] -= 1; }
const call = next(args);
if (!call) { process.stderr.write("the script of " + tool + " has no answer to: " + args.join(" ") + "\\n"); process.exit(97); }
for (const [name, text] of Object.entries(call.writes ?? {})) {
  fs.mkdirSync(path.dirname(path.resolve(name)), { recursive: true });
  fs.writeFileSync(name, text);
}
if (call.writesTo) {
  const joined = args.find((arg) => arg.startsWith(call.writesTo.argument + "="));
  fs.writeFileSync(joined ? joined.slice(call.writesTo.argument.length + 1) : args[args.indexOf(call.writesTo.argument) + 1], call.writesTo.text);
}
fs.writeSync(1, call.stdout ?? "");
fs.writeSync(2, call.stderr ?? "");
if (call.hangs === "deaf") { process.on("SIGTERM", () => {}); process.on("SIGINT", () => {}); }
if (call.hangs) setInterval(() => {}, 1000); else process.exitCode = call.exit ?? 0;
`;

export interface ToolFolder {
  /** to put on PATH, alone: nothing else of the machine is on it */
  readonly bin: string;
  calls(): readonly SeenCall[];
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function realTool(name: string): string {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter))
    if (existsSync(join(folder, name))) return join(folder, name);
  throw new Error(`the test needs ${name}, which is not on PATH`);
}

function isCall(value: unknown): value is SeenCall {
  return typeof value === "object" && value !== null && "tool" in value && "args" in value;
}

/** A folder with scripted programs, and links to the real ones that the scenario names. */
export function toolFolder(folder: string, script: ToolScript, real: readonly string[]): ToolFolder {
  const bin = join(folder, "bin");
  const callsFile = join(folder, "calls.jsonl");
  mkdirSync(bin, { recursive: true });
  const playerFile = join(folder, "player.cjs");
  writeFileSync(playerFile, player);
  for (const [name, calls] of Object.entries(script)) {
    const scriptFile = join(folder, `${name}.json`);
    writeFileSync(scriptFile, JSON.stringify(calls));
    const words = [process.execPath, playerFile, name, scriptFile, callsFile].map(quoted).join(" ");
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${words} "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const name of real) symlinkSync(realTool(name), join(bin, name));
  return {
    bin,
    calls: () =>
      existsSync(callsFile)
        ? readFileSync(callsFile, "utf8")
            .split("\n")
            .filter((line) => line !== "")
            .map((line): unknown => JSON.parse(line))
            .filter(isCall)
        : [],
  };
}
