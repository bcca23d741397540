import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { inputVariable } from "../inputs/read.ts";
import { phaseState } from "../run/perform.ts";
import { readFileCommands } from "./file-commands.ts";
import { type ScriptedServer, scriptedServer } from "./http-script.ts";
import { normaliser } from "./normalise.ts";
import type { Scenario, Stage } from "./scenario.ts";
import { toolFolder } from "./tool-script.ts";
import { type Transcript, transcriptText } from "./transcript.ts";

const commandFiles = ["output", "summary", "state", "env", "path"] as const;

const given = <T extends object>(value: T | ((stage: Stage) => T) | undefined, stage: Stage): T | undefined =>
  typeof value === "function" ? value(stage) : value;

function layOut(root: string, scenario: Scenario): Stage & { readonly commands: string } {
  const stage = {
    http: "",
    workspace: join(root, "workspace"),
    temp: join(root, "temp"),
    commands: join(root, "runner"),
  };
  for (const folder of [stage.workspace, stage.temp, stage.commands, join(root, "home")]) mkdirSync(folder);
  if (scenario.folder !== undefined) cpSync(scenario.folder, stage.workspace, { recursive: true });
  for (const [path, text] of Object.entries(scenario.files ?? {})) {
    const place = join(stage.workspace, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  for (const name of commandFiles) writeFileSync(join(stage.commands, name), "");
  if (scenario.event !== undefined) writeFileSync(join(stage.commands, "event.json"), JSON.stringify(scenario.event));
  return stage;
}

function environment(root: string, bin: string, stage: Stage, scenario: Scenario): NodeJS.ProcessEnv {
  const commands = join(root, "runner");
  const inputs = Object.entries(given(scenario.inputs, stage) ?? {}).map(([name, value]) => [
    inputVariable(name),
    value,
  ]);
  const state = Object.entries(scenario.post ?? {}).map(([name, value]) => [`STATE_${name}`, value]);
  return {
    PATH: bin,
    HOME: join(root, "home"),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: stage.workspace,
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_RUN_ID: "1001",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
    GITHUB_REF: "refs/heads/main",
    GITHUB_REF_NAME: "main",
    GITHUB_OUTPUT: join(commands, "output"),
    GITHUB_STEP_SUMMARY: join(commands, "summary"),
    GITHUB_STATE: join(commands, "state"),
    GITHUB_ENV: join(commands, "env"),
    GITHUB_PATH: join(commands, "path"),
    GITHUB_EVENT_PATH: join(commands, "event.json"),
    RUNNER_TEMP: stage.temp,
    RUNNER_TOOL_CACHE: join(root, "tools"),
    ...given(scenario.env, stage),
    ...Object.fromEntries(inputs),
    ...Object.fromEntries(state),
    ...(scenario.post ? { [`STATE_${phaseState}`]: "main" } : {}),
  };
}

interface Ran {
  readonly exit: number | string;
  readonly log: string;
  readonly pid: number;
}

function run(scenario: Scenario, env: NodeJS.ProcessEnv, cwd: string, server: ScriptedServer): Promise<Ran> {
  const entry = resolve(scenario.bundle, "index.js");
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [entry], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    let stopped = false;
    const { stop } = scenario;
    const watch = () => {
      if (!stop || stopped) return;
      if (!(typeof stop.when === "number" ? server.requests.length >= stop.when : stop.when.test(log))) return;
      stopped = true;
      child.kill(stop.signal);
    };
    const polling = stop && typeof stop.when === "number" ? setInterval(watch, 20) : undefined;
    const hear = (chunk: Buffer) => {
      log += chunk.toString("utf8");
      watch();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const limit = setTimeout(() => {
      child.kill("SIGKILL");
      reject(
        new Error(`the action did not end within ${(scenario.patience ?? 60_000) / 1000} s; its log so far:\n${log}`),
      );
    }, scenario.patience ?? 60_000);
    child.on("close", (code, signal) => {
      clearTimeout(limit);
      clearInterval(polling);
      settle({ exit: code ?? signal ?? "", log, pid: child.pid ?? 0 });
    });
    child.on("error", reject);
  });
}

/** Processes that still run with this home: what the action started and left. Linux only; elsewhere none are found. */
function orphansOf(home: string): readonly number[] {
  if (!existsSync("/proc/self/environ")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`HOME=${home}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** What git and the package managers keep is no file of the project, and it is much. */
const kept = new Set([".git", "node_modules", ".venv"]);

function filesIn(folder: string, root = folder): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { withFileTypes: true }).flatMap((entry): (readonly [string, string])[] => {
      const place = join(folder, entry.name);
      if (entry.isFile()) return [[relative(root, place), readFileSync(place, "utf8")]];
      return entry.isDirectory() && !kept.has(entry.name) ? [...filesIn(place, root)] : [];
    }),
  );
}

/** Runs the bundle as the runner would, in a world of its own, and returns all that came of it. */
export async function play(scenario: Scenario): Promise<Transcript> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "tidegate-play-")));
  const server = await scriptedServer(scenario.http ?? {});
  try {
    const laidOut = layOut(root, scenario);
    const stage = { ...laidOut, http: server.url };
    const tools = toolFolder(join(root, "tool-script"), scenario.tools ?? {}, ["sh", ...(scenario.real ?? [])]);
    const before = filesIn(stage.workspace);
    const ran = await run(scenario, environment(root, tools.bin, stage, scenario), stage.workspace, server);
    const orphans = orphansOf(join(root, "home"));
    for (const pid of orphans) process.kill(pid, "SIGKILL");
    const clean = normaliser(stage, root, scenario.volatile ?? []);
    const command = (name: (typeof commandFiles)[number]) => readFileSync(join(stage.commands, name), "utf8");
    const pairs = (name: "output" | "state" | "env") =>
      Object.fromEntries([...readFileCommands(command(name))].map(([key, value]) => [key, clean(value)]));
    const written = [...filesIn(stage.workspace)].filter(([path, text]) => before.get(path) !== text);
    const transcript = {
      exit: ran.exit,
      log: clean(ran.log),
      outputs: pairs("output"),
      summary: clean(command("summary")),
      state: pairs("state"),
      env: pairs("env"),
      requests: server.requests.map((one) => ({ ...one, path: clean(one.path), body: clean(one.body) })),
      calls: tools.calls().map((call) => ({ ...call, args: call.args.map(clean), cwd: clean(call.cwd) })),
      written: Object.fromEntries(written.map(([path, text]) => [clean(path), clean(text)])),
      orphans,
    };
    return { ...transcript, text: transcriptText(transcript) };
  } finally {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  }
}
