import { execFileSync } from "node:child_process";
import type { ScriptedAnswer, SeenRequest } from "../../../../src/action/testing/index.ts";

const zero = "0".repeat(40);

interface Release {
  readonly tag_name: string;
  readonly html_url: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly make_latest: string;
}

export interface ScriptedGitHub {
  readonly answer: (request: SeenRequest) => ScriptedAnswer;
  readonly releases: readonly Release[];
}

const refused = (status: number, message: string): ScriptedAnswer => ({ status, body: { message } });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function bodyOf({ body }: SeenRequest): (name: string) => string {
  const json: unknown = body === "" ? {} : JSON.parse(body);
  return (name) => (isObject(json) ? String(json[name] ?? "") : "");
}

/** GitHub's REST interface over a real git repository: what semver-tag asks of it, in its shapes, pages and refusals. */
export function gitHubOver(folder: string): ScriptedGitHub {
  const releases: Release[] = [];
  const git = (args: readonly string[], input?: string): string | undefined => {
    try {
      const stdio: "pipe" = "pipe";
      return execFileSync("git", args, {
        cwd: folder,
        encoding: "utf8",
        stdio,
        maxBuffer: 1e9,
        ...(input === undefined ? {} : { input }),
      }).trim();
    } catch {
      return undefined;
    }
  };
  const commits = (args: readonly string[]) =>
    (git(["log", "--format=%H%x00%P%x00%cI%x00%B%x01", ...args]) ?? "")
      .split("\u0001")
      .map((text) => text.trimStart())
      .filter((text) => text !== "")
      .map((text) => {
        const [sha = "", parents = "", date = "", message = ""] = text.split("\0");
        return {
          sha,
          parents: parents
            .split(" ")
            .filter((parent) => parent !== "")
            .map((parent) => ({ sha: parent })),
          commit: { message: message.trimEnd(), committer: { name: "Ada", date } },
        };
      });
  /** GitHub names the next page by its whole address */
  const page = <Item>(
    items: readonly Item[],
    request: SeenRequest,
    wrap: (some: readonly Item[]) => object = (some) => some,
  ): ScriptedAnswer => {
    const url = new URL(request.path, `http://${request.headers["host"]}`);
    const size = Number(url.searchParams.get("per_page") ?? 30);
    const number = Number(url.searchParams.get("page") ?? 1);
    url.searchParams.set("page", String(number + 1));
    const more = items.length > size * number;
    return {
      body: wrap(items.slice(size * (number - 1), size * number)),
      ...(more ? { headers: { link: `<${url.href}>; rel="next", <${url.href}>; rel="last"` } } : {}),
    };
  };
  const compare = (request: SeenRequest, base: string, head: string): ScriptedAnswer => {
    if (git(["merge-base", base, head]) === undefined)
      return refused(404, `No common ancestor between ${base} and ${head}.`);
    const [behind = 0, ahead = 0] = (git(["rev-list", "--left-right", "--count", `${base}...${head}`]) ?? "")
      .split("\t")
      .map(Number);
    const status = ahead > 0 ? (behind > 0 ? "diverged" : "ahead") : behind > 0 ? "behind" : "identical";
    return page(commits(["--reverse", "--topo-order", `${base}..${head}`]), request, (some) => ({
      status,
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: some,
    }));
  };
  const tags = () =>
    (
      git([
        "for-each-ref",
        "--sort=-refname",
        "--format=%(refname:strip=2) %(objecttype) %(objectname) %(*objecttype) %(*objectname)",
        "refs/tags",
      ]) ?? ""
    )
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [name = "", type, sha, peeledType, peeled] = line.split(" ");
        const commit = type === "commit" ? sha : peeledType === "commit" ? peeled : undefined;
        return { name, ...(commit === undefined ? {} : { commit: { sha: commit } }) };
      });
  const makeTag = (request: SeenRequest): ScriptedAnswer => {
    const field = bodyOf(request);
    const text = `object ${field("object")}\ntype ${field("type")}\ntag ${field("tag")}\ntagger Ada <ada@example.com> 1700000000 +0000\n\n${field("message")}\n`;
    const sha = git(["hash-object", "-t", "tag", "-w", "--stdin"], text);
    return sha === undefined
      ? refused(422, "Invalid tag")
      : { status: 201, body: { sha, tag: field("tag"), object: { sha: field("object"), type: "commit" } } };
  };
  const makeRef = (request: SeenRequest): ScriptedAnswer => {
    const field = bodyOf(request);
    if (git(["rev-parse", "--verify", "--quiet", field("ref")]) !== undefined)
      return refused(422, "Reference already exists");
    return git(["update-ref", field("ref"), field("sha"), zero]) === undefined
      ? refused(422, "Object does not exist")
      : { status: 201, body: { ref: field("ref"), object: { sha: field("sha"), type: "tag" } } };
  };
  const makeRelease = (request: SeenRequest): ScriptedAnswer => {
    const json: unknown = JSON.parse(request.body);
    const field = bodyOf(request);
    const made = {
      tag_name: field("tag_name"),
      html_url: `https://github.com/acme/shop/releases/tag/${field("tag_name")}`,
      body: field("body"),
      draft: isObject(json) && json["draft"] === true,
      prerelease: isObject(json) && json["prerelease"] === true,
      make_latest: field("make_latest"),
    };
    releases.push(made);
    return { status: 201, body: made };
  };
  const routes: readonly (readonly [RegExp, (request: SeenRequest, ...parts: string[]) => ScriptedAnswer])[] = [
    [
      /^GET \/commits\/([0-9a-f]+)$/,
      (_, sha = "") => {
        const [found] = git(["cat-file", "-e", `${sha}^{commit}`]) === undefined ? [] : commits(["-1", sha]);
        return found === undefined ? refused(422, `No commit found for SHA: ${sha}`) : { body: found };
      },
    ],
    [
      /^GET \/commits$/,
      (request) => {
        const asked = new URL(request.path, "http://x").searchParams;
        const [path, since] = [asked.get("path"), asked.get("since")];
        const args = [asked.get("sha") ?? "main", ...(since === null ? [] : [`--since=${since}`])];
        return page(commits([...args, ...(path === null ? [] : ["--", path])]), request);
      },
    ],
    [/^GET \/tags$/, (request) => page(tags(), request)],
    [/^GET \/compare\/([0-9a-f]+)\.\.\.([0-9a-f]+)$/, (request, base = "", head = "") => compare(request, base, head)],
    [
      /^GET \/git\/ref\/tags\/(.+)$/,
      (_, name = "") => {
        const sha = git(["rev-parse", "--verify", "--quiet", `refs/tags/${decodeURI(name)}`]);
        return sha === undefined
          ? refused(404, "Not Found")
          : { body: { object: { sha, type: git(["cat-file", "-t", sha]) } } };
      },
    ],
    [
      /^GET \/git\/tags\/([0-9a-f]+)$/,
      (_, sha = "") => {
        const object = /^object (\w+)\ntype (\w+)/.exec(git(["cat-file", "tag", sha]) ?? "");
        return object === null ? refused(404, "Not Found") : { body: { object: { sha: object[1], type: object[2] } } };
      },
    ],
    [/^POST \/git\/tags$/, makeTag],
    [/^POST \/git\/refs$/, makeRef],
    [
      /^GET \/releases\/tags\/(.+)$/,
      (_, name) => {
        const found = releases.find(({ tag_name, draft }) => tag_name === name && !draft);
        return found === undefined ? refused(404, "Not Found") : { body: found };
      },
    ],
    [/^GET \/releases$/, (request) => page(releases, request)],
    [/^POST \/releases$/, makeRelease],
  ];
  return {
    releases,
    answer: (request) => {
      if (request.headers["authorization"] !== "Bearer a-token-for-tests") return refused(401, "Bad credentials");
      const asked = `${request.method} ${request.path.replace(/^\/repos\/acme\/shop/, "").replace(/\?.*$/s, "")}`;
      for (const [form, act] of routes) {
        const found = form.exec(asked);
        if (found) return act(request, ...found.slice(1));
      }
      return refused(404, "Not Found");
    },
  };
}
