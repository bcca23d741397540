import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { Answer } from "./call.ts";
import { Memory } from "./memory.ts";
import { acceptedHeader, notAccessible, verdictOn } from "./permission.ts";
import { type Allowance, reply } from "./reply.ts";
import { GitRepository } from "./repository.ts";
import { routeOf } from "./routes.ts";
import { Tokens } from "./tokens.ts";

export interface GitHubOptions {
  /** `acme/shop` */
  readonly name: string;
  /** the user's repository; nothing is written to it */
  readonly repository: string;
  /** for the copy */
  readonly folder: string;
  /** what git runs with: PATH, an empty HOME */
  readonly env: Readonly<Record<string, string>>;
  readonly now: () => Date;
  /** what a reader of the report should know of a request: that nothing here answers it, or that GitHub might not */
  readonly remark: (request: string, what: string) => void;
}

export interface GitHub {
  readonly url: string;
  readonly memory: Memory;
  readonly git: GitRepository;
  /** what jobs sign in with: any other token is answered 401 */
  readonly tokens: Tokens;
  /** every request so far, as `METHOD path status` */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

const notJson: Answer = {
  status: 400,
  body: { message: "Problems parsing JSON", documentation_url: "https://docs.github.com/rest", status: "400" },
};

const largest = 25 * 1024 * 1024;

/** What was sent, `bad` where it is no JSON. */
async function bodyOf(request: IncomingMessage): Promise<{ readonly body: unknown } | "bad"> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > largest) throw new Error("a request of this size is none that GitHub takes");
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  if (text === "") return { body: undefined };
  try {
    return { body: JSON.parse(text) };
  } catch {
    return "bad";
  }
}

/** `/repos/actions/cache/releases` → `releases`, where that is not the repository that is rehearsed. */
function elsewhereOf(path: string, own: string): string | undefined {
  const [, name, rest] = /^\/repos\/([^/]+\/[^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  return name === undefined || name.toLowerCase() === own.toLowerCase() ? undefined : (rest ?? "what is known");
}

/** GitHub's REST interface over a copy of a real repository, as far as the actions use it; anything else is a 501. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const { name, now, remark } = options;
  const git = await GitRepository.copy(options.repository, join(options.folder, "repository.git"), options.env);
  const memory = new Memory();
  const tokens = new Tokens();
  const log: string[] = [];
  const allowance: Allowance = { used: 0, limit: 5000, reset: Math.floor(now().getTime() / 1000) + 3600 };
  let url = "";

  const answerTo = async (request: IncomingMessage, at: URL): Promise<Answer> => {
    // what a GET would answer, without its body
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const given = /^(?:bearer|token) (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (given === undefined || !tokens.isKnown(given))
      return {
        status: 401,
        body: {
          message: given === undefined ? "Requires authentication" : "Bad credentials",
          documentation_url: "https://docs.github.com/rest",
          status: "401",
        },
      };
    const route = routeOf(method, at.pathname, name);
    if (!route) {
      const elsewhere = elsewhereOf(at.pathname, name);
      // one line for all of them: what a workflow pins lies in a dozen repositories
      if (elsewhere === undefined) remark(`${method} ${at.pathname}`, "not rehearsed, answered 501");
      else remark(`${method} ${elsewhere} of other repositories`, "they are not here, answered 501");
      return { status: 501, body: { message: `${method} ${at.pathname} is not rehearsed`, status: "501" } };
    }
    const asked = { method, scopes: route.scopes };
    const verdict = verdictOn(asked, tokens.rightsOf(given));
    if (verdict.kind === "refused") {
      remark(`${method} ${at.pathname}`, `refused as by GitHub: its job's permissions lack ${acceptedHeader(asked)}`);
      return { ...notAccessible, headers: { "x-accepted-github-permissions": acceptedHeader(asked) } };
    }
    if (verdict.kind === "depends") remark(`${method} ${at.pathname}`, verdict.on);
    const sent = await bodyOf(request);
    if (sent === "bad") return notJson;
    return route.handler({ args: route.args, query: at.searchParams, body: sent.body, git, memory, url, name, now });
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const at = new URL(request.url ?? "/", url);
    const status = reply(request, response, await answerTo(request, at), { at, allowance });
    log.push(`${request.method} ${at.pathname} ${status}`);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((cause: unknown) => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: cause instanceof Error ? cause.message : String(cause) }));
    });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("GitHub's stand-in did not get a port");
  url = `http://127.0.0.1:${bound.port}`;
  return {
    url,
    memory,
    git,
    tokens,
    log,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
