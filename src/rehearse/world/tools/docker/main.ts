/**
 * `docker`, as steps of a rehearsal find it on PATH: all of it where nothing is real, else the scanner alone. A rehearsal starts
 * it dozens of times, so each command loads what it needs and no more, and compiled code is kept beside what else is kept.
 */
import { appendFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isScanner } from "../../scanner/image.ts";
import { type DockerCommand, parseDocker } from "./arguments.ts";
import type { RunArguments } from "./run-arguments.ts";

const installVariables =
  /^(PATH|HOME|LANG|LC_ALL|TMPDIR|npm_config_.*|NPM_CONFIG_.*|PIP_.*|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|REQUESTS_CA_BUNDLE|HTTPS?_PROXY|https?_proxy|NO_PROXY|no_proxy)$/;

type Env = Readonly<Record<string, string | undefined>>;

const say = (line: string) => process.stderr.write(`${line}\n`);

/** For the rehearsal's report, which is written by another process. */
function note(env: Env, about: string, text: string): void {
  const file = env["TIDEGATE_REHEARSAL_NOTES"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ about, text })}\n`);
}

async function runScanner(run: RunArguments, env: Env): Promise<number> {
  const [{ scan }, { findingIn }] = await Promise.all([import("../../scanner/scan.ts"), import("./finding.ts")]);
  const registry = env["TIDEGATE_REHEARSAL_REGISTRY"] ?? "";
  const scanned = await scan(run, { hasFinding: (digest) => findingIn(digest, registry, env) });
  if (!scanned.ok) {
    say(`FATAL ${scanned.why}`);
    return 1;
  }
  process.stdout.write(scanned.stdout);
  say("a recorded report: nothing was scanned");
  note(env, "scanner", `${run.args[0]}: a recorded report, nothing was scanned`);
  return 0;
}

/** The real client, as if it had been called itself: the same terminal, the same end. */
async function realDocker(client: string, argv: readonly string[]): Promise<number> {
  const { spawn } = await import("node:child_process");
  const child = spawn(client, argv, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

async function perform(command: DockerCommand, env: Env): Promise<number> {
  const registry = env["TIDEGATE_REHEARSAL_REGISTRY"] ?? "";
  switch (command.kind) {
    case "build": {
      const cache = env["TIDEGATE_REHEARSAL_CACHE"];
      const installEnv = Object.fromEntries(
        Object.entries(env).flatMap(([key, value]) =>
          installVariables.test(key) && value !== undefined ? [[key, value]] : [],
        ),
      );
      const { dockerBuild } = await import("./build.ts");
      const notRun = await dockerBuild(command.build, {
        cwd: process.cwd(),
        registry,
        scratch: env["TIDEGATE_REHEARSAL_SCRATCH"] ?? tmpdir(),
        installs: { env: installEnv, ...(cache === undefined ? {} : { cache }) },
        strict: env["TIDEGATE_REHEARSAL_STRICT"] === "1",
        log: say,
      });
      for (const line of notRun) note(env, "images", line);
      return 0;
    }
    case "run":
      if (isScanner(command.run.image)) return runScanner(command.run, env);
      say(`docker run ${command.run.image} is not rehearsed; with --real docker it is the real client`);
      return 125;
    case "answer":
      process.stdout.write(`${command.text}\n`);
      return 0;
    case "login":
    case "logout":
      process.stdout.write(
        `${command.kind === "login" ? "Login Succeeded" : "Removing login credentials for"} ${command.registry}\n`,
      );
      return 0;
    case "inspect-image": {
      const { inspectImage } = await import("./registry-image.ts");
      process.stdout.write(await inspectImage(command.reference, registry, command.raw, command.format));
      return 0;
    }
    case "copy-image": {
      const { copyImage } = await import("./registry-image.ts");
      await copyImage(command.from, command.tags, registry);
      return 0;
    }
    case "refused":
      say(command.why);
      return 125;
  }
}

async function main(argv: readonly string[], env: Env): Promise<number> {
  const command = parseDocker(argv, env);
  const client = env["TIDEGATE_REHEARSAL_DOCKER"];
  const isScan = command.kind === "run" && isScanner(command.run.image);
  return client !== undefined && !isScan ? realDocker(client, argv) : perform(command, env);
}

const kept = process.env["TIDEGATE_REHEARSAL_CACHE"];
if (kept !== undefined) enableCompileCache(join(kept, "compiled"));
process.exitCode = await main(process.argv.slice(2), process.env).catch((cause: unknown) => {
  say(`ERROR: ${cause instanceof Error ? cause.message : String(cause)}`);
  return 1;
});
