#!/usr/bin/env node
/** The command line: finds the command, runs it, turns what went wrong into words and an exit code. */
import module from "node:module";
import { nearest } from "../check/types/nearest.ts";
import { commands } from "./commands.ts";
import { type ExitCode, type Io, isProjectError, isUsageError } from "./io.ts";

const usage = () =>
  [
    "Usage: tidegate COMMAND [OPTIONS]",
    "",
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`),
    "",
    "tidegate COMMAND --help tells more about one of them, tidegate --version which release this is. Exit codes: 0 fine,",
    "1 something was found or is not as it should be, 2 called in a wrong way, 3 a mistake in tidegate itself.",
  ].join("\n");

export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...args] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    (name === undefined ? io.err : io.out)(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    const { ownRelease } = await import("./init/release.ts");
    io.out(ownRelease().version);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const meant = nearest(name, Object.keys(commands));
    io.err(
      `tidegate: there is no command '${name}'${meant === undefined ? `\n\n${usage()}` : `; did you mean '${meant}'?`}`,
    );
    return 2;
  }
  try {
    return await (await command.load())(args, io);
  } catch (error) {
    if (isUsageError(error)) {
      io.err(`tidegate ${name}: ${error.message}`);
      return 2;
    }
    if (isProjectError(error)) {
      io.err(error.message);
      return 1;
    }
    io.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    io.err(
      `tidegate ${name}: this is a mistake in tidegate, not in your project: please report it with the lines above`,
    );
    return 3;
  }
}

const ask: NonNullable<Io["ask"]> = async (message, wrong) => {
  const { answerTo } = await import("./question.ts");
  return answerTo<string>(({ text }, signal) => text({ message, validate: (given) => wrong(given ?? ""), signal }));
};

/** Who reads may stop reading (`| head`), or close the terminal: that is no mistake, and no reason to leave a deploy half done. */
function goOnUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}

// Node says who is its main module since 22.18; one that does not could load this file and nothing that it loads
if (import.meta.main === undefined) {
  process.stderr.write(`tidegate needs Node 22.18 or later; this is ${process.version}\n`);
  process.exitCode = 2;
}

if (import.meta.main) {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", goOnUnread);
  // `env -i`: what a shell would look through all the same, programs that are started with it do not
  process.env["PATH"] ||= "/usr/local/bin:/usr/bin:/bin";
  // compiled code of this and of the author's files is kept between runs, where Node keeps such things
  module.enableCompileCache();
  process.exitCode = await main(process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    tty: process.stdout.isTTY === true,
    // looked at only when there is something to ask: standard input costs some to open
    get ask() {
      return process.stdin.isTTY && process.stdout.isTTY ? ask : undefined;
    },
    now: () => new Date(),
    fetch: globalThis.fetch,
  });
}
