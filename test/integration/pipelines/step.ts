/** A step of a generated workflow, run as a runner does: its own code, from the YAML, in a process of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../../..");
const Step = v.object({ name: v.optional(v.string()), run: v.optional(v.string()), shell: v.optional(v.string()) });
const Workflow = v.object({ jobs: v.record(v.string(), v.object({ steps: v.array(Step) })) });

/** `scriptOf("deploy", "staging", "What production would change")` */
export const scriptOf = (workflow: string, job: string, name: string): { run: string; shell: string } =>
  scriptIn(readFileSync(join(root, `.github/workflows/${workflow}.yml`), "utf8"), job, name);

/** The same of any workflow's text. */
export function scriptIn(text: string, job: string, name: string): { run: string; shell: string } {
  const step = v.parse(Workflow, parse(text)).jobs[job]?.steps.find((one) => one.name === name);
  if (step?.run === undefined) throw new Error(`there is no script "${name}" in ${job}`);
  return { run: step.run, shell: step.shell ?? "bash -e {0}" };
}

export interface Ended {
  readonly code: number;
  readonly said: string;
  readonly summary: string;
  readonly outputs: string;
}

/** Runs it with exactly this environment beside the runner's own files; in a folder of its own unless one is named. */
export async function run(
  script: { run: string; shell: string },
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-step-"));
  const file = (name: string) => join(folder, name);
  for (const name of ["summary", "outputs"]) writeFileSync(file(name), "");
  writeFileSync(file("script"), script.run);
  const [command = "bash", ...args] = script.shell.replace("{0}", file("script")).split(" ");
  const child = spawn(command, args, {
    cwd: cwd ?? folder,
    env: {
      PATH: process.env["PATH"],
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_RUN_ID: "7",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_STEP_SUMMARY: file("summary"),
      GITHUB_OUTPUT: file("outputs"),
      ...env,
    },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? -1)));
  const ended = {
    code,
    said: said.join(""),
    summary: readFileSync(file("summary"), "utf8"),
    outputs: readFileSync(file("outputs"), "utf8"),
  };
  rmSync(folder, { recursive: true });
  return ended;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}
export interface Api extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += String(part);
  return text;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A server that answers by path, and keeps what it was asked. Nothing there: 404. */
export const api = (answers: Readonly<Record<string, unknown>>): Promise<Api> =>
  served(({ path }) => {
    const [, answer] = Object.entries(answers).find(([start]) => path.startsWith(start)) ?? [];
    return typeof answer === "number" || answer === undefined ? { status: answer ?? 404 } : { body: answer };
  });

/** A server that answers as it is told to, and keeps what it was asked. */
export async function served(answer: (asked: Asked) => Answer): Promise<Api> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const { authorization } = request.headers;
    const one = { method: request.method ?? "", path, authorization, body: await bodyOf(request) };
    asked.push(one);
    const { status = 200, headers = {}, body } = answer(one);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: AddressInfo = Object.assign({ port: 0, address: "", family: "" }, server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
